import { z } from 'zod'
import { operation } from '../http/operation.ts'
import { time, workspace } from './contract-words.ts'

export const sourceState = z.object({
  source: z.string(),
  /** `live`: an HTTP door, `mail`: an SMTP door or a mailbox, both complete until now or until they fell silent. `file`: complete until its last record or as declared. */
  kind: z.enum(['file', 'live', 'mail']),
  interactions: z.number(),
  records: z.number(),
  quarantined: z.number(),
  first_at: time.nullable(),
  last_at: time.nullable(),
  horizon: time.nullable(),
  /** Live, and nothing comes any more. */
  silent: z.boolean(),
  mapping: z.boolean(),
  /** The webhook that feeds it; null: none, or an ended one. */
  hook_id: z.string().nullable(),
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
