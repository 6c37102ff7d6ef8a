import type { PromiseFact } from '../collect/contract.ts'
import { arrived } from './arrived.ts'
import { itemName } from './asked-twice.ts'
import type { HistoryEntry } from './history-order.ts'

/** What the company told the customer about one thing (methods A.16), by the mapping, by a promise or in news. */
export interface SaidStatement {
  about: string
  what: string
  value: string
  /** It says itself that it changes what was said before. */
  changes: boolean
  said_at: number
  channel: string
  /** The team, else the owner of the designed step; '' = not known. */
  owner: string
  interaction_id: string
}

/** Something that bears on what may be said: told to the customer, put on record, or over and done with. */
export interface StatementEvent extends SaidStatement {
  act: 'said' | 'recorded' | 'over'
}

type Seen = Pick<
  HistoryEntry,
  | 'interaction_id'
  | 'started_at'
  | 'channel'
  | 'team'
  | 'touchpoint'
  | 'direction'
  | 'begun_by'
  | 'news'
  | 'promises'
  | 'statements'
  | 'information_asked'
>

/** What a run's design says of its interaction at a position; '' = nothing. */
export interface StatementPlace {
  owner(position: number): string
  step(position: number): string
}

/**
 * All that a run says, in order of time. What was needed is over when the run comes to another designed step for the
 * first time: "nothing more is needed" speaks of the matter at hand, not of the bill to come. Facts after `as_of` are
 * not known.
 */
export function statementEvents(
  interactions: readonly Seen[],
  { owner, step }: StatementPlace,
  as_of: number,
): StatementEvent[] {
  const events: StatementEvent[] = []
  const reached = new Set<string>()
  const replaced = new Map<string, Set<string>>()
  const ending = new Endings()
  interactions.forEach((interaction, position) => {
    const { started_at, channel, interaction_id, team, touchpoint } = interaction
    const add = (
      act: StatementEvent['act'],
      one: Pick<SaidStatement, 'about' | 'what' | 'value' | 'changes'>,
      said_at = started_at,
    ) => {
      if (said_at > as_of) return
      events.push({ act, ...one, said_at, channel, interaction_id, owner: team || owner(position) })
    }
    const internal = interaction.direction === 'internal'
    const told = arrived(interaction)
    const place = step(position)
    if (place !== '' && !reached.has(place))
      add('over', { about: '', what: 'document_needed', value: '', changes: false })
    reached.add(place)
    for (const one of interaction.statements) if (internal || told) add(internal ? 'recorded' : 'said', one)
    for (const about of ending.endedBy(touchpoint, started_at)) add('over', dateOf(about))
    for (const fact of interaction.promises) {
      if (fact.act === 'fulfilled' || fact.act === 'voided')
        add('over', dateOf(fact.what), fact.at ?? started_at)
      else if (fact.due !== null && told) {
        const replaces = fact.act === 'replaced' || replaced.get(touchpoint)?.has(fact.what) === true
        add('said', dateOf(fact.what, fact.due, replaces), fact.at ?? started_at)
      }
      for (const by of fact.replaced_by) replaced.set(by, (replaced.get(by) ?? new Set()).add(fact.what))
      ending.promised(fact, fact.at ?? started_at)
    }
    for (const value of neededOf(interaction))
      add('said', { about: '', what: 'document_needed', value, changes: false })
  })
  return events.sort((a, b) => a.said_at - b.said_at)
}

function dateOf(about: string, due: number | null = null, changes = false) {
  return { about, what: 'date', value: due === null ? '' : new Date(due).toISOString(), changes }
}

/** Promises told so far that a touchpoint will end. Each is over once, at the first that comes after it was told. */
class Endings {
  private readonly open = new Map<string, Map<string, number[]>>()

  promised({ what, fulfilled_by, voided_by }: PromiseFact, told_at: number): void {
    for (const touchpoint of [...fulfilled_by, ...voided_by]) {
      const promises = this.open.get(touchpoint) ?? new Map<string, number[]>()
      promises.set(what, [...(promises.get(what) ?? []), told_at])
      this.open.set(touchpoint, promises)
    }
  }

  /** What the promises that end at a touchpoint were about. */
  endedBy(touchpoint: string, at: number): string[] {
    const promises = this.open.get(touchpoint)
    if (promises === undefined) return []
    const ended: string[] = []
    for (const [what, told] of promises) {
      const later = told.filter((told_at) => told_at > at)
      if (later.length === told.length) continue
      ended.push(what)
      if (later.length === 0) promises.delete(what)
      else promises.set(what, later)
    }
    return ended
  }
}

/** What news says is needed; or what the company asks for by itself, outside of a conversation. */
function neededOf(interaction: Seen): string[] {
  if (!arrived(interaction)) return []
  const { news, direction, information_asked } = interaction
  const needed = news?.needed_from_you ?? null
  if (needed !== null) return [needed]
  return direction === 'outbound' && information_asked.length > 0 ? [information_asked.join(', ')] : []
}

/** Numbers as numbers, dates as moments, text without regard to case. */
export function comparable(value: string): string {
  if (/^[+-]?\d+(\.\d+)?$/.test(value.trim())) return String(Number(value))
  const moment = momentIn(value)
  return moment === null ? itemName(value) : String(moment)
}

/** The moment that a value names, epoch ms; null = it names none. */
export function momentIn(value: string): number | null {
  const moment = /^\d{4}-\d{2}-\d{2}t[\d:.]+z$/i.test(value.trim()) ? Date.parse(value.trim()) : Number.NaN
  return Number.isNaN(moment) ? null : moment
}
