import { type Contact, comesBack } from './contact.ts'
import type { HistoryEntry } from './history-order.ts'
import type { Gap } from './run.ts'

/** The customer came to ask where their matter stands: in a silent gap, before the news that ended it. */
export interface Chase {
  interaction_id: string
  channel: string
  at: number
  /** Designed step (else touchpoint) of the news before. */
  from: string
  /** Since that news. */
  seconds: number
  /** Since the customer’s own contact before, where there is one. */
  since_contact: number | null
}

/** A gap until the customer chased first; not chased = until the next news at least. */
export interface ChaseTime {
  from: string
  /** Of the interaction with which the gap began. */
  channel: string
  from_at: number
  /** First chase, else the end of the gap; null = silent still, and not chased. */
  to_at: number | null
  chased: boolean
}

export interface Chasing {
  chases: Chase[]
  times: ChaseTime[]
}

/** What of a run a chase is seen by. */
export interface ChaseView {
  interactions: readonly Pick<HistoryEntry, 'interaction_id' | 'channel'>[]
  /** When each interaction was received. */
  received: readonly number[]
  /** Outcome of the run; Infinity while open. What comes at it or later chases nothing. */
  resolved_at: number
}

/**
 * Chases, and the time to the first chase of each gap, censored by the news that ended it (methods A.6): contacts by
 * which the customer comes back while the ball is not with them. What the design asks of them is none, nor is what they
 * do while another contact goes on.
 */
export function chasesOf(contacts: readonly Contact[], gaps: readonly Gap[], view: ChaseView): Chasing {
  const chases: Chase[] = []
  const times: ChaseTime[] = []
  const channels = new Map(
    view.received.map((at, position) => [at, view.interactions[position]!.channel] as const),
  )
  let next = 0
  let before: Contact | null = null
  let busy = Number.NEGATIVE_INFINITY
  for (const gap of gaps) {
    let first: Chase | null = null
    while (next < contacts.length && contacts[next]!.started_at <= gap.to_at) {
      const contact = contacts[next++]!
      const since = Math.max(gap.from_at, busy)
      const inside = contact.started_at > since && contact.started_at < view.resolved_at
      if (inside && comesBack(contact)) {
        const chase = chaseOf(contact, before, gap, view)
        chases.push(chase)
        first ??= chase
      }
      if (contact.by_customer) before = contact
      busy = Math.max(busy, contact.ended_at)
    }
    times.push({
      from: gap.from,
      channel: channels.get(gap.from_at) ?? '',
      from_at: gap.from_at,
      to_at: first?.at ?? (gap.open ? null : gap.to_at),
      chased: first !== null,
    })
  }
  return { chases, times }
}

function chaseOf(contact: Contact, before: Contact | null, gap: Gap, { interactions }: ChaseView): Chase {
  return {
    interaction_id: interactions[contact.positions[0]!]!.interaction_id,
    channel: contact.channel,
    at: contact.started_at,
    from: gap.from,
    seconds: (contact.started_at - gap.from_at) / 1000,
    since_contact: before === null ? null : (contact.started_at - before.started_at) / 1000,
  }
}
