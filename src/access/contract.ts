import { z } from 'zod'
import { operation } from '../http/operation.ts'

const workspaceName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'a workspace is named with a–z, 0–9 and -')

export const workspaceListed = z.object({
  workspace: z.string(),
  role: z.enum(['owner', 'member']),
  /** The sample company: one click removes it. */
  sample: z.boolean(),
  interactions: z.number(),
})

/** Who I am; `person` null = not signed in. Sign-in and sign-out are better-auth's, below /api/auth. */
export const readSession = operation({
  name: 'read_session',
  method: 'GET',
  path: '/api/session',
  permission: 'public',
  summary: 'The signed-in person and their workspaces',
  input: z.object({}),
  output: z.object({
    person: z
      .object({
        name: z.string(),
        email: z.string(),
        /** True while the password printed at first start is still in force. */
        initial_password: z.boolean(),
      })
      .nullable(),
    workspaces: z.array(workspaceListed),
    /** Shown on the sign-in page while the first password is unchanged: where to find it. */
    sign_in_hint: z.string().nullable(),
  }),
})

export const createWorkspace = operation({
  name: 'create_workspace',
  method: 'POST',
  path: '/api/workspaces',
  permission: 'person',
  summary: 'Make an empty workspace',
  input: z.object({ workspace: workspaceName }),
  output: workspaceListed,
})

export const removeWorkspace = operation({
  name: 'remove_workspace',
  method: 'DELETE',
  path: '/api/workspaces/:workspace',
  permission: 'owner',
  summary: 'Remove a workspace and everything in it',
  input: z.object({ workspace: workspaceName }),
  output: z.object({ removed: z.boolean() }),
})

const apiKeyListed = z.object({
  key_id: z.string(),
  name: z.string(),
  /** The first letters of the key: which one it is. */
  hint: z.string(),
  created_at: z.string(),
  revoked_at: z.string().nullable(),
  last_used_at: z.string().nullable(),
})

export const listApiKeys = operation({
  name: 'list_api_keys',
  method: 'GET',
  path: '/api/:workspace/api-keys',
  permission: 'owner',
  summary: 'Keys by which programs read this workspace',
  input: z.object({ workspace: workspaceName }),
  output: z.object({ keys: z.array(apiKeyListed) }),
})

export const createApiKey = operation({
  name: 'create_api_key',
  method: 'POST',
  path: '/api/:workspace/api-keys',
  permission: 'owner',
  summary:
    'A key for a program, sent as Authorization: Bearer; it may what a member may, in this workspace alone',
  input: z.object({ workspace: workspaceName, name: z.string().trim().min(1).max(80) }),
  output: z.object({
    key: apiKeyListed,
    /** Given out this once. */
    api_key: z.string(),
  }),
})

export const revokeApiKey = operation({
  name: 'revoke_api_key',
  method: 'DELETE',
  path: '/api/:workspace/api-keys/:key_id',
  permission: 'owner',
  summary: 'End an API key, within seconds everywhere',
  input: z.object({ workspace: workspaceName, key_id: z.string() }),
  output: apiKeyListed,
})
/** A moment, or a day: what `Date` reads. */
const moment = z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'a day or a moment: 2026-05-01')

export const readAudit = operation({
  name: 'read_audit',
  method: 'GET',
  path: '/api/:workspace/audit',
  permission: 'owner',
  summary: 'Who did what to what, when, and what became of it; newest first, only ever added to',
  input: z.object({
    workspace: workspaceName,
    act: z.string().optional(),
    by: z.string().optional(),
    on_what: z.string().optional(),
    since: moment.optional(),
    until: moment.optional(),
    /** The `next` of the page before. */
    before: z.coerce.number().int().positive().optional(),
    limit: z.coerce.number().int().min(1).max(1000).default(100),
  }),
  output: z.object({
    deeds: z.array(
      z.object({
        audit_id: z.number(),
        /** '' = the whole installation. */
        workspace: z.string(),
        at: z.iso.datetime(),
        by: z.string(),
        act: z.string(),
        on_what: z.string(),
        outcome: z.string(),
        detail: z.string(),
      }),
    ),
    next: z.number().nullable(),
  }),
})

export type AuditShown = z.output<(typeof readAudit)['output']>
