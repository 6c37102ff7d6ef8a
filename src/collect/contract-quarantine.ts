import { z } from 'zod'
import { operation } from '../http/operation.ts'
import { time, workspace } from './contract-words.ts'

export const quarantined = z.object({
  quarantine_id: z.string(),
  source: z.string(),
  file: z.string(),
  row: z.number(),
  field: z.string(),
  value: z.string(),
  reason: z.string(),
  /** The record as it arrived, JSON. */
  record: z.string(),
  at: time,
})
export type Quarantined = z.infer<typeof quarantined>

export const listQuarantine = operation({
  name: 'list_quarantine',
  method: 'GET',
  path: '/api/:workspace/quarantine',
  permission: 'member',
  summary: 'Records that could not become interactions, with the reason',
  input: z.object({
    workspace,
    source: z.string().optional(),
    reason: z.string().optional(),
    limit: z.coerce.number().int().min(1).max(1000).default(200),
    after: z.string().optional(),
  }),
  output: z.object({
    quarantine: z.array(quarantined),
    total: z.number(),
    reasons: z.array(z.object({ source: z.string(), reason: z.string(), count: z.number() })),
    next: z.string().nullable(),
  }),
})

export const mendQuarantined = operation({
  name: 'mend_quarantined',
  method: 'PUT',
  path: '/api/:workspace/quarantine/:quarantine_id',
  permission: 'member',
  summary: 'Correct a quarantined record (JSON) and replay it',
  input: z.object({ workspace, quarantine_id: z.string(), record: z.string() }),
  output: z.object({ stored: z.number(), reason: z.string().nullable() }),
})

export const replayQuarantine = operation({
  name: 'replay_quarantine',
  method: 'POST',
  path: '/api/:workspace/quarantine/replay',
  permission: 'member',
  summary: 'Replay quarantined records, all of a source, of a reason or by id, with its present mapping',
  input: z.object({
    workspace,
    source: z.string().optional(),
    reason: z.string().optional(),
    /** Says how many would be stored, and stores none. */
    only_try: z.boolean().optional(),
    quarantine_ids: z.array(z.string()).optional(),
  }),
  output: z.object({ stored: z.number(), still_quarantined: z.number() }),
})

export const discardQuarantined = operation({
  name: 'discard_quarantined',
  method: 'POST',
  path: '/api/:workspace/quarantine/discard',
  permission: 'member',
  summary: 'Remove quarantined records for good',
  input: z.object({ workspace, quarantine_ids: z.array(z.string()) }),
  output: z.object({ discarded: z.number() }),
})
