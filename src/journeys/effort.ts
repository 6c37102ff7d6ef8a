import { arrived } from './arrived.ts'
import { type AskedTwice, itemName } from './asked-twice.ts'
import { type ChannelSwitch, handsOff } from './channel-switch.ts'
import type { Contact } from './contact.ts'
import { type HistoryEntry, recordOf } from './history-order.ts'

/** What a run cost its customer; null = not observed. */
export interface EffortVector {
  /** Contacts the customer began. */
  contacts: number | null
  forced_switches: number | null
  /** Changes of human within a contact, and "please call …". */
  transfers: number | null
  /** Items asked again. */
  repeats: number | null
  wasted_steps: number | null
  hold_minutes: number | null
  active_minutes: number | null
  documents: number | null
  chases: number | null
}

/** Minutes that one of each costs beyond the time it takes (methods A.2). */
export interface EffortOverheads {
  version: number
  contacts: number
  forced_switches: number
  transfers: number
  repeats: number
  documents: number
  chases: number
}

export const effortOverheads: EffortOverheads = {
  version: 1,
  contacts: 4,
  forced_switches: 5,
  transfers: 3,
  repeats: 1,
  documents: 6,
  chases: 4,
}

export interface CustomerMinutes {
  /** Over what was observed: at least so many. Null when nothing was. */
  minutes: number | null
  /** Of them for forced switches, transfers, repeats and chases. */
  avoidable: number | null
  overheads_version: number
}

export type Effort = EffortVector & CustomerMinutes & { observed: Record<keyof EffortVector, boolean> }

const counted = ['contacts', 'forced_switches', 'transfers', 'repeats', 'documents', 'chases'] as const
/** What of effort only comes of something having gone wrong. */
export const avoidableParts = ['forced_switches', 'transfers', 'repeats', 'chases'] as const
const timed = ['hold_minutes', 'active_minutes'] as const

/** Customer-minutes: time taken, and the overheads of what was counted (methods A.2). Linear in every component. */
export function customerMinutes(vector: EffortVector, overheads = effortOverheads): CustomerMinutes {
  const weigh = (names: readonly (typeof counted)[number][]) =>
    names.map((name) => (vector[name] === null ? null : vector[name] * overheads[name]))
  const times = timed.map((name) => vector[name])
  return {
    minutes: sumOfKnown([...weigh(counted), ...times]),
    avoidable: sumOfKnown(weigh(avoidableParts)),
    overheads_version: overheads.version,
  }
}

function sumOfKnown(parts: readonly (number | null)[]): number | null {
  const known = parts.filter((part) => part !== null)
  return known.length === 0 ? null : known.reduce((sum, part) => sum + part, 0)
}

type Seen = Pick<
  HistoryEntry,
  | 'source'
  | 'record_key'
  | 'agent'
  | 'team'
  | 'attributes'
  | 'direction'
  | 'begun_by'
  | 'news'
  | 'information_given'
  | 'information_asked'
  | 'statements'
>

/** What other measures say about the same run. */
export interface EffortParts {
  contacts: readonly Contact[]
  switches: readonly ChannelSwitch[]
  asked: AskedTwice | null
  /** Null = silence is unknown. */
  chases: number | null
  /** Milliseconds in which the customer took part; null = not known. */
  active: number | null
}

/** The effort of a run, each component with whether it was observed. Invariant to how a contact is cut into interactions. */
export function effortOf(interactions: readonly Seen[], parts: EffortParts): Effort {
  const { contacts, switches, asked, chases, active } = parts
  const vector: EffortVector = {
    contacts: contacts.some(({ by_customer }) => by_customer !== null)
      ? contacts.filter(({ by_customer }) => by_customer === true).length
      : null,
    forced_switches: contacts.some(({ channel }) => channel !== '' && channel !== 'unknown')
      ? switches.filter(({ kind }) => kind === 'forced').length
      : null,
    transfers: transfersOf(contacts, interactions),
    repeats: asked?.again ?? null,
    wasted_steps: null,
    hold_minutes: holdMinutes(interactions),
    active_minutes:
      active !== null && contacts.some((contact) => contact.ended_at > contact.started_at)
        ? active / 60_000
        : null,
    documents: documentsOf(interactions),
    chases,
  }
  const observed = Object.fromEntries(
    Object.entries(vector).map(([component, value]) => [component, value !== null]),
  ) as Effort['observed']
  return { ...vector, ...customerMinutes(vector), observed }
}

/** How many more agents (else teams) a contact met than one; and contacts handed off that go on in the same channel. */
function transfersOf(contacts: readonly Contact[], interactions: readonly Seen[]): number | null {
  const known = interactions.some(
    ({ agent, team, attributes }) => agent !== '' || team !== '' || handsOff(attributes),
  )
  if (!known) return null
  let transfers = 0
  contacts.forEach(({ positions, channel }, index) => {
    transfers += Math.max(0, humansIn(positions.map((position) => interactions[position]!)) - 1)
    const last = interactions[positions.at(-1)!]!
    if (handsOff(last.attributes) && contacts[index + 1]?.channel === channel) transfers++
  })
  return transfers
}

/** Counted, not followed in order: records of one contact overlap. */
function humansIn(interactions: readonly Seen[]): number {
  const agents = new Set(interactions.map(({ agent }) => agent).filter((agent) => agent !== ''))
  if (agents.size > 0) return agents.size
  return new Set(interactions.map(({ team }) => team).filter((team) => team !== '')).size
}

const holds = [
  ['hold_seconds', 1 / 60],
  ['queue_seconds', 1 / 60],
  ['hold_minutes', 1],
  ['queue_minutes', 1],
] as const

/** Time on hold and in queues, told by attributes; interactions of one record share it. */
function holdMinutes(interactions: readonly Seen[]): number | null {
  const told = new Map<string, number>()
  for (const interaction of interactions) {
    for (const [name, minutes] of holds) {
      const value = Number(interaction.attributes[name] ?? Number.NaN)
      if (value >= 0) told.set(`${recordOf(interaction)}\u0000${name}`, value * minutes)
    }
  }
  return told.size === 0 ? null : [...told.values()].reduce((sum, minutes) => sum + minutes, 0)
}

/** Items the customer gave that the company had asked for by itself: by a letter, a mail, a statement, in news. */
function documentsOf(interactions: readonly Seen[]): number | null {
  if (interactions.every(({ information_given }) => information_given.length === 0)) return null
  const demanded = new Set<string>()
  let documents = 0
  for (const interaction of interactions) {
    const own = interaction.direction === 'outbound' || interaction.begun_by === 'company'
    for (const item of new Set(interaction.information_given.map(itemName)))
      if (!own && demanded.has(item)) documents++
    if (arrived(interaction) && interaction.direction !== 'internal')
      for (const item of demandedBy(interaction, own)) demanded.add(itemName(item))
  }
  return documents
}

function demandedBy({ information_asked, news, statements }: Seen, own: boolean): string[] {
  const needed = news?.needed_from_you ?? null
  const said = statements.filter(({ what }) => what === 'document_needed').map(({ value }) => value)
  return [...(own ? information_asked : []), ...(needed === null ? [] : [needed]), ...said]
}
