import { z } from 'zod'
import { operation } from '../http/operation.ts'
import { time, workspace } from './contract-words.ts'

export const catalogueOf = z.enum(['touchpoint', 'channel'])
const word = z.string().trim().min(1).max(200)

export const catalogued = z.object({
  of: catalogueOf,
  name: z.string(),
  /** Every word it is written by, with how often. */
  words: z.array(z.object({ word: z.string(), interactions: z.number() })),
  interactions: z.number(),
  first_at: time.nullable(),
  last_at: time.nullable(),
  sources: z.array(z.string()),
  channels: z.array(z.string()),
  /** Interactions in each of the last 26 weeks before `until`, oldest first. */
  weeks: z.array(z.number()),
  /** '' = not said. */
  owner: z.string(),
  stage: z.string(),
  grouped: z.string(),
  note: z.string(),
})
export type Catalogued = z.infer<typeof catalogued>

export const namingAct = z.object({
  act_id: z.string(),
  of: catalogueOf,
  words: z.array(z.string()),
  name: z.string(),
  by: z.string(),
  reason: z.string(),
  at: time,
  undone_at: time.nullable(),
  undone_by: z.string().nullable(),
})
export type NamingActShown = z.infer<typeof namingAct>

export const listTouchpoints = operation({
  name: 'list_touchpoints',
  method: 'GET',
  path: '/api/:workspace/touchpoints',
  permission: 'member',
  summary: 'Touchpoints and channels as they were seen, with their names, owners, groups and stages',
  input: z.object({ workspace }),
  output: z.object({
    touchpoints: z.array(catalogued),
    channels: z.array(catalogued),
    acts: z.array(namingAct),
    /** The last interaction of all; null = nothing was seen. */
    until: time.nullable(),
  }),
})

export const nameTouchpoint = operation({
  name: 'name_touchpoint',
  method: 'POST',
  path: '/api/:workspace/touchpoints/name',
  permission: 'member',
  summary: 'Call one or several touchpoints (or channels) by one name, in all of history; journeys follow',
  input: z.object({
    workspace,
    of: catalogueOf.default('touchpoint'),
    words: z.array(word).min(1).max(100),
    name: word,
    reason: z.string().max(500).default(''),
  }),
  output: z.object({ act: namingAct }),
})

export const undoNaming = operation({
  name: 'undo_naming',
  method: 'POST',
  path: '/api/:workspace/touchpoints/acts/:act_id/undo',
  permission: 'member',
  summary: 'Take a naming back: all is as if it had never been',
  input: z.object({ workspace, act_id: z.string().regex(/^\d{1,15}$/, 'an act has a number') }),
  output: z.object({ act: namingAct }),
})

const said = z.string().trim().max(200)

export const describeTouchpoint = operation({
  name: 'describe_touchpoint',
  method: 'PUT',
  path: '/api/:workspace/touchpoints/entry',
  permission: 'member',
  summary: 'Say who owns a touchpoint (or channel), its group, its stage',
  input: z.object({
    workspace,
    of: catalogueOf.default('touchpoint'),
    name: word,
    owner: said.optional(),
    stage: said.optional(),
    grouped: said.optional(),
    note: z.string().trim().max(2000).optional(),
  }),
  output: z.object({
    name: z.string(),
    owner: z.string(),
    stage: z.string(),
    grouped: z.string(),
    note: z.string(),
  }),
})
