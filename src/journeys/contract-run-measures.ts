import { z } from 'zod'
import { time } from '../collect/contract.ts'

const unknown = z.number().nullable()
const failed = z.boolean().nullable()

/** What the company told the customer, by whom and where. */
export const said = z.object({ value: z.string(), at: time, channel: z.string(), owner: z.string() })

/** What one run is measured by; null = not observed in it. */
export const runMeasures = z.object({
  /** Seconds by who held the ball; `active`: the customer took part. */
  ball: z
    .object({
      active: z.number(),
      company: z.number(),
      customer: z.number(),
      third_party: z.number(),
      unknown: z.number(),
    })
    .nullable(),
  effort: z.object({
    contacts: unknown,
    forced_switches: unknown,
    transfers: unknown,
    repeats: unknown,
    hold_minutes: unknown,
    active_minutes: unknown,
    documents: unknown,
    chases: unknown,
    /** Customer-minutes over what was observed, and of them the avoidable. */
    minutes: unknown,
    avoidable: unknown,
  }),
  /** The first chase of each silent gap. */
  chases: z.array(z.object({ from: z.string(), channel: z.string(), at: time, seconds: z.number() })),
  channel_switches: z.array(z.object({ kind: z.string(), from: z.string(), to: z.string(), at: time })),
  asked_again: z.array(
    z.object({
      item: z.string(),
      channel: z.string(),
      given_in: z.string(),
      security: z.boolean(),
      at: time,
    }),
  ),
  hand_offs: z.array(
    z.object({
      kind: z.string(),
      from: z.string(),
      to: z.string(),
      at: time,
      identity: failed,
      context: failed,
      asked_again: failed,
      waited: failed,
    }),
  ),
  seamless: unknown,
  statements: z.number(),
  contradictions: z.array(z.object({ about: z.string(), what: z.string(), first: said, second: said })),
  questions: z.array(z.object({ question: z.string(), seconds: z.number(), answered: z.boolean() })),
})
