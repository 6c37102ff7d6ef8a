import { z } from 'zod'
import { operation } from '../http/operation.ts'
import { time, workspace } from './contract-words.ts'

export const writeKey = z.object({
  key_id: z.string(),
  name: z.string(),
  source: z.string(),
  created_at: time,
  revoked_at: time.nullable(),
  /** First characters, to recognise it; the whole key is shown once, when made. */
  hint: z.string(),
  last_used_at: time.nullable(),
  /** Beyond that it is answered 429; ten seconds’ worth may come at once. */
  requests_per_second: z.number(),
})

export const listKeys = operation({
  name: 'list_keys',
  method: 'GET',
  path: '/api/:workspace/keys',
  permission: 'member',
  summary: 'Write keys of the workspace',
  input: z.object({ workspace }),
  output: z.object({ keys: z.array(writeKey) }),
})

export const createKey = operation({
  name: 'create_key',
  method: 'POST',
  path: '/api/:workspace/keys',
  permission: 'owner',
  summary: 'Make a write key; the answer is the only time it is shown',
  input: z.object({
    workspace,
    name: z.string().min(1).max(80),
    source: z.string().min(1).max(80).default('http'),
    requests_per_second: z.number().int().min(1).max(100_000).default(1000),
  }),
  output: z.object({ key: writeKey, write_key: z.string() }),
})

export const revokeKey = operation({
  name: 'revoke_key',
  method: 'DELETE',
  path: '/api/:workspace/keys/:key_id',
  permission: 'owner',
  summary: 'Revoke a write key at once',
  input: z.object({ workspace, key_id: z.string() }),
  output: z.object({ key: writeKey }),
})
