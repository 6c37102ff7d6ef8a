import { z } from 'zod'
import { operation } from '../http/operation.ts'
import { head, measuredInput as input, proportion, seen } from './contract-figures.ts'

const unknown = z.number().nullable()

export const wasteReport = z.object({
  ...head,
  /** Share of success that may be lost by skipping a step for it to be waste still. */
  margin: z.number(),
  /** Attributes by which runs are made comparable. */
  attributes: z.array(z.string()),
  steps: z.array(
    z.object({
      step: z.string(),
      /** Decided runs that took it, and that did not. */
      taken: z.number(),
      skipped: z.number(),
      /** Share of success of those that skipped it less that of those that took it, made comparable; each end of the interval one-sided at 95 %. */
      difference: z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable(),
      verdict: z.enum(['waste', 'gives something', 'needed', 'cannot tell']),
      why: z.string(),
    }),
  ),
  /** What customers did that only came of something having gone wrong, or of a step that could go. */
  failure: z.object({
    /** In how many runs somebody is known to have begun a contact. */
    seen,
    /** Contacts of customers that came only of a failure, of all they began. */
    contacts: proportion,
    causes: z.array(
      z.object({
        cause: z.enum(['step that could go', 'chase', 'repeat', 'complaint', 'clarification']),
        /** The designed step; '' for contacts. */
        step: z.string(),
        runs: z.number(),
        steps: unknown,
        /** Customer-minutes of them: the time of a step and what beginning it costs; of contacts the latter alone. */
        minutes: unknown,
        low: unknown,
        high: unknown,
        seen,
      }),
    ),
  }),
})
export type WasteReport = z.infer<typeof wasteReport>

export const readWaste = operation({
  name: 'waste',
  method: 'GET',
  path: '/api/:workspace/journeys/:journey/waste',
  permission: 'member',
  summary: 'Steps that give the customer nothing and whose absence harms no outcome',
  input,
  output: wasteReport,
})

const share = { share: unknown, low: unknown, high: unknown }

export const onwardReport = z.object({
  ...head,
  /** Of runs that began in a channel: not forced into another within so many hours, by Kaplan–Meier. */
  containment: z.object({
    hours: z.number(),
    channels: z.array(z.object({ channel: z.string(), runs: z.number(), ...share })),
  }),
  /** Of resolved runs: no adjacent journey of the same customer began within so many days, by Kaplan–Meier. */
  next_issue: z.object({
    days: z.number(),
    resolved: z.number(),
    ...share,
    /** Why it is unknown; null where it is known. */
    reason: z.string().nullable(),
    /** Journeys that follow this one; adjacent are those that do so at least twice as often as they follow any. */
    following: z.array(
      z.object({
        journey: z.string(),
        runs: z.number(),
        /** With the Wilson interval of the share of resolved runs that it follows. */
        lift: z.number(),
        low: z.number(),
        high: z.number(),
        adjacent: z.boolean(),
      }),
    ),
  }),
})
export type OnwardReport = z.infer<typeof onwardReport>

export const readOnward = operation({
  name: 'onward',
  method: 'GET',
  path: '/api/:workspace/journeys/:journey/onward',
  permission: 'member',
  summary: 'Whether customers are held in the channel they chose, and whether one matter brings the next',
  input,
  output: onwardReport,
})
