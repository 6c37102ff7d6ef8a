import { kaplanMeier, survivalAt } from '../stats/kaplan-meier.ts'
import { type Interval, wilson } from '../stats/proportion.ts'
import { type Contact, comesBack } from './contact.ts'
import type { HistoryEntry } from './history-order.ts'

/** A contact of the customer, and when they came again. */
export interface RepeatTime {
  interaction_id: string
  channel: string
  /** End of the contact. */
  at: number
  /** Null = they have not, up to the moment the run was judged. */
  again_at: number | null
}

/** How many contacts of the customer came of something not done, or not done right. Each counts once. */
export interface FailureDemand {
  contacts: number
  chase: number
  repeat: number
  complaint: number
  clarification: number
}

/** A contact repeats the one before within so many days (methods A.5). */
export const repeatWindowDays = 7

/** After each contact of the customer: the time from its end to the next by which they come back, in the same run (methods A.5). */
export function repeatTimes(
  contacts: readonly Contact[],
  interactions: readonly Pick<HistoryEntry, 'interaction_id'>[],
): RepeatTime[] {
  const back = contacts.filter(comesBack)
  let next = 0
  return contacts
    .filter(({ by_customer }) => by_customer === true)
    .map(({ positions, channel, started_at, ended_at }) => {
      while (next < back.length && back[next]!.started_at <= started_at) next++
      let again = next
      while (again < back.length && back[again]!.started_at <= ended_at) again++
      return {
        interaction_id: interactions[positions[0]!]!.interaction_id,
        channel,
        at: ended_at,
        again_at: back[again]?.started_at ?? null,
      }
    })
}

/**
 * First contact resolution: the share of contacts not repeated within `days`, by Kaplan–Meier, so that contacts younger
 * than that count neither as resolved nor as repeated (methods A.5). Null without contacts.
 */
export function firstContactResolution(
  times: readonly (Pick<RepeatTime, 'at' | 'again_at'> & { judged_until: number })[],
  days = repeatWindowDays,
): number | null {
  const seen = times.filter(({ at, judged_until }) => at <= judged_until)
  if (seen.length === 0) return null
  const curve = kaplanMeier(
    seen.map(({ at, again_at, judged_until }) => ((again_at ?? judged_until) - at) / 1000),
    seen.map(({ again_at }) => again_at !== null),
  )
  return survivalAt(curve, days * 86_400)
}

/** The share of the customers’ contacts over runs that were failure demand, with its Wilson interval; null without contacts. */
export function failureShare(
  runs: readonly FailureDemand[],
): (Interval & { failures: number; contacts: number; share: number }) | null {
  let failures = 0
  let contacts = 0
  for (const { chase, repeat, complaint, clarification, contacts: all } of runs) {
    failures += chase + repeat + complaint + clarification
    contacts += all
  }
  if (contacts === 0) return null
  return { failures, contacts, share: failures / contacts, ...wilson(failures, contacts) }
}

type Worded = Pick<HistoryEntry, 'interaction_id' | 'touchpoint' | 'attributes'>

/** The customer’s contacts by what they came of (methods A.5). `chases`: ids of interactions with which one began. */
export function failureDemand(
  contacts: readonly Contact[],
  interactions: readonly Worded[],
  chases: ReadonlySet<string>,
): FailureDemand {
  const demand: FailureDemand = { contacts: 0, chase: 0, repeat: 0, complaint: 0, clarification: 0 }
  let before: Contact | null = null
  for (const contact of contacts) {
    if (contact.by_customer !== true) continue
    demand.contacts++
    const first = interactions[contact.positions[0]!]!
    const since = before === null ? Number.POSITIVE_INFINITY : contact.started_at - before.ended_at
    if (chases.has(first.interaction_id)) demand.chase++
    else if (comesBack(contact) && since <= repeatWindowDays * 86_400_000) demand.repeat++
    else if (speaksOf(first, 'complain')) demand.complaint++
    else if (speaksOf(first, 'clarif')) demand.clarification++
    before = contact
  }
  return demand
}

const reasons = ['reason', 'contact_reason', 'topic', 'category']

function speaksOf({ touchpoint, attributes }: Worded, stem: string): boolean {
  return [touchpoint, ...reasons.map((name) => attributes[name] ?? '')].some((text) =>
    text.toLowerCase().includes(stem),
  )
}
