import { type TimeZone, utc } from '../collect/index.ts'
import { datesAgree, namesDay } from './said-date.ts'
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
      chain = { last: null, known: null, said: [] }
      chains.set(key, chain)
    }
    const value: Value = {
      text: comparable(event.value),
      date: event.what === 'date' ? momentIn(event.value) : null,
    }
    if (event.act === 'said') {
      found.statements++
      const first = contradicted(chain, event, value, zone)
      if (first !== null) {
        const second = statementOf(event)
        found.contradictions.push({ about: event.about, what: event.what, first, second })
      }
    }
    follow(chain, event, value, zone)
  }
  return found
}

/** A value to be compared; a date as its moment, because two of them may be one day. */
interface Value {
  text: string
  date: number | null
}

/** Something said, with the most that was told of it: the hour of a day. */
interface Said extends Value {
  statement: SaidStatement
}

/** What is said about one thing since it last changed. */
interface Chain {
  last: Said | null
  /** The value last said or recorded. */
  known: Value | null
  said: Said[]
}

function agree(one: Value, other: Value, zone: TimeZone): boolean {
  if (one.text === other.text) return true
  return one.date !== null && other.date !== null && datesAgree(one.date, other.date, zone)
}

/** A state moves on by itself; a document needed is one of several; of all else only one can be true. */
function contradicted(
  { last, said }: Chain,
  { changes, what }: StatementEvent,
  value: Value,
  zone: TimeZone,
): SaidStatement | null {
  if (last === null || changes || agree(last, value, zone)) return null
  if (what === 'document_needed') return last.text === 'nothing' ? last.statement : null
  const before = said.some((one) => agree(one, value, zone))
  return before === (what === 'state') ? last.statement : null
}

function follow(chain: Chain, event: StatementEvent, value: Value, zone: TimeZone): void {
  const other = chain.known === null || !agree(chain.known, value, zone)
  const anew = event.act === 'over' || (event.act === 'recorded' ? other : event.changes)
  if (anew) {
    chain.said = []
    chain.last = null
  }
  if (event.act === 'over') chain.known = null
  else if (anew || other || !vague(value, zone)) chain.known = value
  if (event.act === 'said') chain.last = say(chain, { ...value, statement: statementOf(event) }, zone)
}

/** Of a day and an hour of it the hour is kept: a day named again takes nothing back. */
function say({ said }: Chain, one: Said, zone: TimeZone): Said {
  const before = said.findLastIndex((other) => agree(other, one, zone))
  const [known] = before < 0 ? [] : said.splice(before, 1)
  const most = known === undefined || known.text === one.text || !vague(one, zone) ? one : known
  said.push(most)
  return most
}

const vague = ({ date }: Value, zone: TimeZone) => date !== null && namesDay(date, zone)

function statementOf({ act: _, ...statement }: StatementEvent): SaidStatement {
  return statement
}
