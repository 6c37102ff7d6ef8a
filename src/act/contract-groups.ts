/** A group on one page: who belongs to it, when each was last heard of, and what is open. Browser-safe. */
import { z } from 'zod'
import { time } from '../collect/contract.ts'
import { operation } from '../http/operation.ts'
import { groupShown, memberShown, readGroup } from '../identity/contract.ts'
import { customerRun } from './contract-customers.ts'

const memberRun = z.object({
  run_id: z.string(),
  journey: z.string(),
  subject_type: z.string(),
  subject: z.string(),
  started_at: time,
  last_at: time,
  silent: z.boolean(),
})

export const groupView = groupShown.extend({
  members: z.array(
    memberShown.extend({
      /** null = nothing that belongs to a history happened. */
      last_at: time.nullable(),
      last_touchpoint: z.string(),
      open_runs: z.array(memberRun),
    }),
  ),
  /** Runs of the group itself, of journeys that correlate by its kind, latest first. */
  runs: z.array(customerRun),
})
export type GroupView = z.output<typeof groupView>

export const readGroupView = operation({
  name: 'group',
  method: 'GET',
  path: '/api/:workspace/groups/:kind/:key/view',
  permission: 'member',
  summary: 'A group in one call: its members with their last contact and open runs, and its own runs',
  input: readGroup.input,
  output: groupView,
})
