import { comparable, type SaidStatement, type StatementEvent } from './statements.ts'

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
 * was said adds nothing. `events` in order of time.
 */
export function contradictionsOf(events: readonly StatementEvent[]): Consistency {
  const chains = new Map<string, Chain>()
  const found: Consistency = { statements: 0, contradictions: [] }
  for (const event of events) {
    const key = `${event.what.toLowerCase()}\u0000${event.about.toLowerCase()}`
    let chain = chains.get(key)
    if (chain === undefined) {
      chain = { last: null, known: null, said: new Set() }
      chains.set(key, chain)
    }
    if (event.act === 'said') {
      found.statements++
      const first = contradicted(chain, event)
      if (first !== null) {
        const second = statementOf(event)
        found.contradictions.push({ about: event.about, what: event.what, first, second })
      }
    }
    follow(chain, event)
  }
  return found
}

/** What is said about one thing since it last changed. */
interface Chain {
  last: SaidStatement | null
  /** The value last said or recorded. */
  known: string | null
  said: Set<string>
}

/** A state moves on by itself; a document needed is one of several; of all else only one can be true. */
function contradicted({ last, said }: Chain, event: StatementEvent): SaidStatement | null {
  if (last === null || event.changes) return null
  const value = comparable(event.value)
  const before = comparable(last.value)
  if (value === before) return null
  if (event.what === 'document_needed') return before === 'nothing' ? last : null
  if (event.what === 'state') return said.has(value) ? last : null
  return said.has(value) ? null : last
}

function follow(chain: Chain, event: StatementEvent): void {
  const value = comparable(event.value)
  const anew = event.act === 'over' || (event.act === 'recorded' ? value !== chain.known : event.changes)
  if (anew) {
    chain.said.clear()
    chain.last = null
  }
  chain.known = event.act === 'over' ? null : value
  if (event.act !== 'said') return
  chain.said.add(value)
  chain.last = statementOf(event)
}

function statementOf({ act: _, ...statement }: StatementEvent): SaidStatement {
  return statement
}
