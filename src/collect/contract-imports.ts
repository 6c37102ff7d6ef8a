import { z } from 'zod'
import { operation } from '../http/operation.ts'
import { interactionShown } from './contract-sources.ts'
import { time, workspace } from './contract-words.ts'

const rejected = z.object({
  file: z.string(),
  row: z.number(),
  field: z.string(),
  value: z.string(),
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
  state: z.enum(['queued', 'reading', 'building', 'done', 'failed', 'cancelled', 'undoing', 'undone']),
  /** records read = stored + unchanged + quarantined + erased; withdrawn are records that vanished (--replace). */
  read: z.number(),
  stored: z.number(),
  unchanged: z.number(),
  quarantined: z.number(),
  withdrawn: z.number(),
  /** Not taken in: erased before, or older than they may be kept. */
  erased: z.number(),
  interactions: z.number(),
  bytes_read: z.number(),
  bytes_total: z.number(),
  started_at: time,
  finished_at: time.nullable(),
  error: z.string().nullable(),
  storyboards: z.array(z.string()),
  subject_types: z.array(z.string()),
  /** False for imports made before it was noted what each one brought. */
  can_undo: z.boolean(),
  /** Since when it is being undone, or is; null = it stands. */
  undone_at: time.nullable(),
  undone_by: z.string().nullable(),
  /** Records that went when it was undone. */
  undone_records: z.number(),
  /** Records that stand again as they stood before it. */
  restored_records: z.number(),
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

export const undoImport = operation({
  name: 'undo_import',
  method: 'POST',
  path: '/api/:workspace/imports/:import_id/undo',
  permission: 'member',
  summary:
    'Take back what one import brought: what nobody else says is withdrawn, what it changed stands as before; progress by read_import',
  input: z.object({ workspace, import_id: z.string() }),
  output: importState,
})

export const redoImport = operation({
  name: 'redo_import',
  method: 'POST',
  path: '/api/:workspace/imports/:import_id/redo',
  permission: 'member',
  summary: 'Read the file of an import again, by the same mapping; answers at once, progress by read_import',
  input: z.object({ workspace, import_id: z.string() }),
  output: z.object({ import_id: z.string() }),
})
