import type { HistoryEntry } from './history-order.ts'

/** What passes between customer and company in one channel without a break; several interactions may be one contact. */
export interface Contact {
  /** Of its interactions in the run, in order. */
  positions: number[]
  channel: string
  started_at: number
  /** The last end observed; its start where none was. */
  ended_at: number
  /** The customer began it; null = not known who did. */
  by_customer: boolean | null
  /** The design has the customer do this here, and they had not done it yet: nothing went wrong for it to happen. */
  expected: boolean
  /** In one channel another identifier is another person: they do not write again, they write too. */
  by_another: boolean
}

type Seen = Pick<
  HistoryEntry,
  | 'channel'
  | 'direction'
  | 'begun_by'
  | 'started_at'
  | 'ended_at'
  | 'touchpoint'
  | 'identifier_id'
  | 'agent'
  | 'team'
  | 'score'
>

/**
 * The contacts of a run (methods A.2): whatever is not internal, in order; what follows in the same channel without a
 * break belongs to the same contact, so that a call kept as three records is one. `assigned`: the designed step of each
 * interaction, '' = none. `one_person`: the run is known to be of one customer, whatever the identifiers.
 */
export function contactsOf(
  interactions: readonly Seen[],
  ends: readonly (number | null)[],
  assigned: readonly string[],
  one_person: boolean,
): Contact[] {
  const contacts: Contact[] = []
  const latest = new Map<string, Contact>()
  const touchpoints = new Set<string>()
  let before: Seen | null = null
  interactions.forEach((interaction, position) => {
    const { channel, direction, started_at, touchpoint } = interaction
    const known = touchpoints.has(touchpoint)
    touchpoints.add(touchpoint)
    if (direction === 'internal') return
    const ended_at = ends[position] ?? started_at
    const running = latest.get(channel)
    if (running !== undefined && started_at <= running.ended_at) {
      running.positions.push(position)
      running.ended_at = Math.max(running.ended_at, ended_at)
      return
    }
    const by_customer = begunByCustomer(interaction)
    const contact: Contact = {
      positions: [position],
      channel,
      started_at,
      ended_at,
      by_customer,
      expected: assigned[position] !== '' && !known,
      by_another: by_customer === true && !one_person && before !== null && another(before, interaction),
    }
    if (by_customer) before = interaction
    latest.set(channel, contact)
    contacts.push(contact)
  })
  return contacts
}

/** Who began it, where the data tells; an inbound interaction is begun by the customer. The answer to a survey was asked for. */
function begunByCustomer(interaction: Seen): boolean | null {
  const { begun_by, direction } = interaction
  if (answersSurvey(interaction)) return false
  if (begun_by !== 'unknown') return begun_by === 'customer'
  return direction === 'unknown' ? null : direction === 'inbound'
}

/** A score without a conversation: nobody served the customer, and it has no length. */
function answersSurvey({ score, agent, team, ended_at }: Seen): boolean {
  return score !== null && agent === '' && team === '' && ended_at === null
}

function another(one: Seen, other: Seen): boolean {
  const identified = (each: Seen) => each.identifier_id !== undefined && each.identifier_id !== '0'
  return (
    one.channel === other.channel &&
    identified(one) &&
    identified(other) &&
    one.identifier_id !== other.identifier_id
  )
}

/** Contacts by which the customer comes again without the design asking for it. */
export function comesBack(contact: Contact): boolean {
  return contact.by_customer === true && !contact.expected && !contact.by_another
}
