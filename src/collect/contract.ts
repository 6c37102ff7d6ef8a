import { z } from 'zod'
import { operation } from '../http/operation.ts'

export * from './interaction.ts'

/** The kind of key that a person is found by. */
export const identifierKind = 'identifier'

/** Every time on the wire is ISO 8601 in UTC with milliseconds; durations are seconds. */
export const time = z.string()
export const workspace = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'a workspace is named with a–z, 0–9 and -')

export const sourceState = z.object({
  source: z.string(),
  /** `live`: an HTTP door, complete until now. `file`: complete until its last record or as declared. */
  kind: z.enum(['file', 'live']),
  interactions: z.number(),
  records: z.number(),
  quarantined: z.number(),
  first_at: time.nullable(),
  last_at: time.nullable(),
  horizon: time.nullable(),
  mapping: z.boolean(),
})

export const listSources = operation({
  name: 'list_sources',
  method: 'GET',
  path: '/api/:workspace/sources',
  permission: 'member',
  summary: 'Sources with what they hold and until when they are complete',
  input: z.object({ workspace }),
  output: z.object({ sources: z.array(sourceState) }),
})

export const interactionShown = z.object({
  interaction_id: z.string(),
  source: z.string(),
  record_key: z.string(),
  started_at: time,
  ended_at: time.nullable(),
  channel: z.string(),
  touchpoint: z.string(),
  direction: z.string(),
  begun_by: z.string(),
  ball_after: z.string(),
  identifiers: z.array(z.object({ kind: z.string(), value: z.string() })),
  subjects: z.array(z.object({ type: z.string(), id: z.string() })),
  information_given: z.array(z.string()),
  information_asked: z.array(z.string()),
  news: z
    .object({
      received: z.string().nullable(),
      needed_from_you: z.string().nullable(),
      next_by: time.nullable(),
      delivery: z.string(),
    })
    .nullable(),
  promises: z.array(
    z.object({ what: z.string(), act: z.string(), due: time.nullable(), at: time.nullable() }),
  ),
  score: z
    .object({
      question: z.string(),
      value: z.number(),
      scale_min: z.number().nullable(),
      scale_max: z.number().nullable(),
      direction: z.string(),
    })
    .nullable(),
  agent: z.string(),
  team: z.string(),
  cost: z.number().nullable(),
  text: z.string(),
  attributes: z.record(z.string(), z.string()),
})
export type InteractionShown = z.infer<typeof interactionShown>

const rejected = z.object({
  file: z.string(),
  row: z.number(),
  field: z.string(), value: z.string(),
  reason: z.string(),
  record: z.string(),
})

export const previewImport = operation({
  name: 'preview_import',
  method: 'POST',
  path: '/api/:workspace/imports/preview',
  permission: 'member',
  summary: 'What a file would become: its guessed (or given) mapping, first interactions, rejected rows',
  input: z.object({
    workspace,
    /** A path on the server (command line), or an upload. */
    path: z.string().optional(),
    upload_id: z.string().optional(),
    mapping: z.string().optional(),
  }),
  output: z.object({
    mapping: z.string(),
    guessed: z.boolean(),
    subject_type: z.string(),
    interactions: z.array(interactionShown),
    read: z.number(),
    rejected: z.array(rejected),
  }),
})

export const importState = z.object({
  import_id: z.string(),
  source: z.string(),
  path: z.string(),
  state: z.enum(['queued', 'reading', 'building', 'done', 'failed', 'cancelled']),
  /** records read = stored + unchanged + quarantined; withdrawn are records that vanished (--replace). */
  read: z.number(),
  stored: z.number(),
  unchanged: z.number(),
  quarantined: z.number(),
  withdrawn: z.number(),
  interactions: z.number(),
  bytes_read: z.number(),
  bytes_total: z.number(),
  started_at: time,
  finished_at: time.nullable(),
  error: z.string().nullable(),
  storyboards: z.array(z.string()),
  subject_types: z.array(z.string()),
})
export type ImportState = z.infer<typeof importState>

export const startImport = operation({
  name: 'start_import',
  method: 'POST',
  path: '/api/:workspace/imports',
  permission: 'member',
  summary: 'Import a file or folder; answers at once, progress by read_import',
  input: z.object({
    workspace,
    path: z.string().optional(),
    upload_id: z.string().optional(),
    /** YAML text; absent = the saved mapping of that source, else guessed. */
    mapping: z.string().optional(),
    mapping_path: z.string().optional(),
    replace: z.boolean().default(false),
  }),
  output: z.object({ import_id: z.string() }),
})

export const readImport = operation({
  name: 'read_import',
  method: 'GET',
  path: '/api/:workspace/imports/:import_id',
  permission: 'member',
  summary: 'Progress and reconciliation of one import',
  input: z.object({ workspace, import_id: z.string() }),
  output: importState,
})

export const listImports = operation({
  name: 'list_imports',
  method: 'GET',
  path: '/api/:workspace/imports',
  permission: 'member',
  summary: 'Imports, newest first',
  input: z.object({ workspace }),
  output: z.object({ imports: z.array(importState) }),
})

export const cancelImport = operation({
  name: 'cancel_import',
  method: 'POST',
  path: '/api/:workspace/imports/:import_id/cancel',
  permission: 'member',
  summary: 'Stop an import; what it stored stays, a later import of the same file resumes',
  input: z.object({ workspace, import_id: z.string() }),
  output: importState,
})

export const readMapping = operation({
  name: 'read_mapping',
  method: 'GET',
  path: '/api/:workspace/sources/:source/mapping',
  permission: 'member',
  summary: 'The mapping saved for a source',
  input: z.object({ workspace, source: z.string() }),
  output: z.object({ source: z.string(), mapping: z.string(), changed_at: time }),
})

export const saveMapping = operation({
  name: 'save_mapping',
  method: 'PUT',
  path: '/api/:workspace/sources/:source/mapping',
  permission: 'member',
  summary: 'Save a mapping; later imports and quarantine replays use it',
  input: z.object({ workspace, source: z.string(), mapping: z.string() }),
  output: z.object({ source: z.string() }),
})

export const quarantined = z.object({
  quarantine_id: z.string(),
  source: z.string(),
  file: z.string(),
  row: z.number(),
  field: z.string(), value: z.string(),
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
  summary: 'Replay quarantined records, all of a source or by id, with its present mapping',
  input: z.object({
    workspace,
    source: z.string().optional(),
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

export const writeKey = z.object({
  key_id: z.string(),
  name: z.string(),
  source: z.string(),
  created_at: time,
  revoked_at: time.nullable(),
  /** First characters, to recognise it; the whole key is shown once, when made. */
  hint: z.string(),
  last_used_at: time.nullable(),
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
