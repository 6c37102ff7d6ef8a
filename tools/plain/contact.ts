/** Contacts of a run and the switches between them (methods A.2, A.3, A.5). */
import { type Entry, hour, type Life, outcomeOf, overAt, stepAt } from './life.ts'

export interface PlainContact {
  places: number[]
  channel: string
  from: number
  to: number
  by_customer: boolean | null
  expected: boolean
  by_another: boolean
}

/** What follows in the same channel before that contact is over belongs to it. */
export function contactsOf(life: Life): PlainContact[] {
  const contacts: PlainContact[] = []
  life.run.forEach((each, place) => {
    if (each.direction === 'internal') return
    const [from, to] = [each.started_at, overAt(each, life)]
    const same = contacts.findLast(({ channel }) => channel === each.channel)
    if (same !== undefined && from <= same.to) {
      same.places.push(place)
      same.to = Math.max(same.to, to)
      return
    }
    const by_customer = begunByCustomer(each)
    const before = contacts.findLast((contact) => contact.by_customer === true)
    const first = life.run.findIndex(({ touchpoint }) => touchpoint === each.touchpoint) === place
    contacts.push({
      places: [place],
      channel: each.channel,
      from,
      to,
      by_customer,
      expected: first && life.taken[place] !== '',
      by_another:
        by_customer === true &&
        life.storyboard.correlate.by === 'subject' &&
        before !== undefined &&
        isAnother(life.run[before.places[0]!]!, each),
    })
  })
  return contacts
}

/** An answer to a survey was asked for. */
function begunByCustomer({ begun_by, direction, score, agent, team, ended_at }: Entry): boolean | null {
  if (score !== null && agent === '' && team === '' && ended_at === null) return false
  if (begun_by !== 'unknown') return begun_by === 'customer'
  return direction === 'unknown' ? null : direction === 'inbound'
}

function isAnother(one: Entry, other: Entry): boolean {
  const ids = [one.identifier_id ?? '0', other.identifier_id ?? '0']
  return one.channel === other.channel && !ids.includes('0') && ids[0] !== ids[1]
}

/** The customer comes again without the design asking for it. */
export const comesBack = ({ by_customer, expected, by_another }: PlainContact) =>
  by_customer === true && !expected && !by_another

export interface PlainSwitch {
  kind: 'forced' | 'chosen' | 'designed'
  from: string
  to: string
  from_at: number
  at: number
}

/** Between one contact in a known channel and the next in another. */
export function switchesOf(life: Life, contacts: PlainContact[]): PlainSwitch[] {
  const known = contacts.filter(({ channel }) => channel !== '' && channel !== 'unknown')
  return known.slice(1).flatMap((next, place) => {
    const before = known[place]!
    if (before.channel === next.channel) return []
    const kind = kindOf(life, before, next)
    return [{ kind, from: before.channel, to: next.channel, from_at: before.to, at: next.from }]
  })
}

function kindOf(life: Life, before: PlainContact, next: PlainContact): PlainSwitch['kind'] {
  const [left, taken] = [stepAt(life, before.places.at(-1)!), stepAt(life, next.places[0]!)]
  const only = taken?.channels.includes(next.channel) && !taken.channels.includes(before.channel)
  if (left !== undefined && left !== taken && only) return 'designed'
  const { kind, at } = outcomeOf(life)
  const resolved = at !== null && at <= before.to
  if (resolved) return 'chosen'
  if (notHere(life.run[before.places.at(-1)!]!)) return 'forced'
  const within24h = next.from - before.to <= 24 * hour
  const asAsked = next.expected && before.by_customer === false
  const givesUp = kind === 'failure' && next.from === at
  return next.by_customer === true && within24h && !asAsked && !givesUp ? 'forced' : 'chosen'
}

/** The interaction says that it could not be done here. */
export const notHere = ({ attributes }: Entry) =>
  ['yes', 'store'].includes(attributes.hand_off ?? '') ||
  ['failed', 'Not possible'].includes(attributes.outcome ?? '')

/** For each contact of the customer when they came back after its end; null = they have not. */
export function repeatsOf(contacts: PlainContact[]): { at: number; again_at: number | null }[] {
  return contacts
    .filter(({ by_customer }) => by_customer === true)
    .map(({ to }) => ({
      at: to,
      again_at: contacts.find((next) => comesBack(next) && next.from > to)?.from ?? null,
    }))
}

export interface PlainDemand {
  contacts: number
  chase: number
  repeat: number
  complaint: number
  clarification: number
}

/** Each contact of the customer as the first of these that fits; a repeat comes within a week after the one before. */
export function demandOf(life: Life, contacts: PlainContact[], chases: Set<string>): PlainDemand {
  const own = contacts.filter(({ by_customer }) => by_customer === true)
  const demand = { contacts: own.length, chase: 0, repeat: 0, complaint: 0, clarification: 0 }
  own.forEach((contact, place) => {
    const first = life.run[contact.places[0]!]!
    const says = (stem: string) =>
      [first.touchpoint, first.attributes.reason ?? ''].some((text) => text.toLowerCase().includes(stem))
    if (chases.has(first.interaction_id)) demand.chase++
    else if (comesBack(contact) && place > 0 && contact.from - own[place - 1]!.to <= 7 * 24 * hour)
      demand.repeat++
    else if (says('complain')) demand.complaint++
    else if (says('clarif')) demand.clarification++
  })
  return demand
}
