import { endOfDay, type TimeZone, utc } from '../collect/index.ts'
import { namesDay } from './said-date.ts'
import { comparable, momentIn, type SaidStatement, type StatementEvent } from './statements.ts'

/** Two things told to one customer that cannot both be true. */
export interface Contradiction {
  about: string
  what: string
  first: SaidStatement
  second: SaidStatement
}

export interface Consistency {
  /** What the customer was told, in order; with fewer than two the run tells nothing about consistency. */
  statements: number
  contradictions: Contradiction[]
}

/**
 * Statements that contradict the one said before about the same thing, where neither the fact changed between nor the
 * later says that it changes it (methods A.16). Between two changes every value counts once, so that saying again what
 * was said adds nothing. `events` in order of time; `zone`: where the customer's days end.
 */
export function contradictionsOf(events: readonly StatementEvent[], zone: TimeZone = utc): Consistency {
  const chains = new Map<string, Chain>()
  const found: Consistency = { statements: 0, contradictions: [] }
  for (const event of events) {
    const key = `${event.what.toLowerCase()}\u0000${event.about.toLowerCase()}`
    let chain = chains.get(key)
    if (chain === undefined) {
      chain = { last: null, known: null, said: new Map() }
      chains.set(key, chain)
    }
    const value = comparedBy(event, zone)
    if (event.act === 'said') {
      found.statements++
      const first = contradicted(chain, event, value)
      if (first !== null) {
        const second = statementOf(event)
        found.contradictions.push({ about: event.about, what: event.what, first, second })
      }
    }
    follow(chain, event, value)
  }
  return found
}

/** A value to be compared. What can agree has the same `matter`: a date its day, all else the value itself. */
interface Value {
  text: string
  matter: string
  /** A date of which no hour is told: it agrees with every hour of the day. */
  day_only: boolean
}

function comparedBy({ what, value }: StatementEvent, zone: TimeZone): Value {
  const text = comparable(value)
  const moment = what === 'date' ? momentIn(value) : null
  if (moment === null) return { text, matter: text, day_only: false }
  return { text, matter: `day ${endOfDay(moment, zone)}`, day_only: namesDay(moment, zone) }
}

function agree(one: Value, other: Value): boolean {
  return one.text === other.text || (one.matter === other.matter && (one.day_only || other.day_only))
}

interface Said extends Value {
  statement: SaidStatement
}

/** What was said of one matter: a day only, or hours of it by their text; and which of them last. */
interface SaidOf {
  values: Map<string, Said>
  last: Said
}

/** What is said about one thing since it last changed. */
interface Chain {
  last: Said | null
  /** The value last said or recorded. */
  known: Value | null
  said: Map<string, SaidOf>
}

/** A state moves on by itself; a document needed is one of several; of all else only one can be true. */
function contradicted(
  { last, said }: Chain,
  { changes, what }: StatementEvent,
  value: Value,
): SaidStatement | null {
  if (last === null || changes || agree(last, value)) return null
  if (what === 'document_needed') return last.text === 'nothing' ? last.statement : null
  const before = saidBefore(said.get(value.matter), value) !== null
  return before === (what === 'state') ? last.statement : null
}

/** What was said already and agrees, with the most that was told of it. */
function saidBefore(of: SaidOf | undefined, value: Value): Said | null {
  if (of === undefined) return null
  return of.values.get(value.text) ?? (agree(of.last, value) ? of.last : null)
}

function follow(chain: Chain, event: StatementEvent, value: Value): void {
  const other = chain.known === null || !agree(chain.known, value)
  const anew = event.act === 'over' || (event.act === 'recorded' ? other : event.changes)
  if (anew) {
    chain.said = new Map()
    chain.last = null
  }
  if (event.act === 'over') chain.known = null
  else if (anew || other || !value.day_only) chain.known = value
  if (event.act === 'said') chain.last = say(chain, { ...value, statement: statementOf(event) })
}

/** Of a day and an hour of it the hour is kept: a day named again takes nothing back. */
function say({ said }: Chain, one: Said): Said {
  const of = said.get(one.matter)
  const before = saidBefore(of, one)
  const most = before === null || before.text === one.text || !one.day_only ? one : before
  if (of === undefined || before?.day_only)
    said.set(one.matter, { values: new Map([[most.text, most]]), last: most })
  else {
    of.values.set(most.text, most)
    of.last = most
  }
  return most
}

function statementOf({ act: _, ...statement }: StatementEvent): SaidStatement {
  return statement
}
