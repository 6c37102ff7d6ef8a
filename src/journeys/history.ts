import type { Direction, Interaction, Party, PromiseAct } from '../collect/contract.ts'
import type { Analytics, Lane, Scope } from '../storage/analytics.ts'
import { sqlFile } from '../storage/sql-file.ts'

/** All interactions under one key, in no order of their own. */
export interface History {
  key: string
  /** The subject's id, or the identifier's value. */
  name: string
  interactions: HistoryInteraction[]
}

export type HistoryInteraction = Interaction & { identifier_id: string }

const historySql = sqlFile(import.meta, 'history.sql')

/**
 * Histories of one kind of key, each parsed when its turn comes. `scope.where` narrows the keys; a page should hold some ten
 * thousand of them, because the text of a whole answer is held (decision 0001).
 */
export async function readHistories(
  analytics: Analytics,
  scope: Scope,
  kind: string,
  lane: Lane,
): Promise<Iterable<History>> {
  return latestByKey(await analytics.lines(historySql, { ...scope, params: { ...scope.params, kind } }, lane))
}

type Row = unknown[]

/**
 * Rows in any order, of all versions: the highest version of each interaction stands, unless it is withdrawn. Done here
 * because FINAL and ORDER BY in the engine cost four times the reading (measured). `runsOf` orders each history itself.
 */
function* latestByKey(lines: string[]): Generator<History> {
  const linesOf = new Map<string, string[]>()
  for (const line of lines) {
    const key = keyOf(line)
    const same = linesOf.get(key)
    if (same === undefined) linesOf.set(key, [line])
    else same.push(line)
  }
  for (const [key, same] of linesOf) {
    const latest = new Map<unknown, Row>()
    for (const line of same) {
      const row = JSON.parse(line) as Row
      const known = latest.get(row[2])
      if (known === undefined || Number(row[versionColumn]) >= Number(known[versionColumn]))
        latest.set(row[2], row)
    }
    const standing = [...latest.values()].filter((row) => row[versionColumn + 1] !== 1)
    if (standing.length > 0)
      yield { key, name: standing[0]![1] as string, interactions: standing.map(interactionOf) }
  }
}

/** The first value of a line, a number in quotes. */
const keyOf = (line: string) => line.slice(2, line.indexOf('"', 2))
const versionColumn = 27

/** Rows of the history queries, already in order, as histories. */
export function* groupByKey(lines: string[]): Generator<History> {
  let current: History | null = null
  for (const line of lines) {
    const row = JSON.parse(line) as Row
    if (current !== null && current.key !== row[0]) yield current
    if (current === null || current.key !== row[0])
      current = { key: row[0] as string, name: row[1] as string, interactions: [] }
    current.interactions.push(interactionOf(row))
  }
  if (current !== null) yield current
}

type Facts = [
  what: string,
  act: PromiseAct,
  due: string | null,
  at: string | null,
  fulfilled: string[],
  replaced: string[],
  voided: string[],
][]

type Said = [about: string, what: string, value: string, changes: number][]

const none: never[] = []
const nothing = {}
const number = (value: unknown): number | null => (value === null ? null : Number(value))

/** What a run needs of an interaction; what it never reads (text, cost …) stays in the table. */
function interactionOf(row: Row): HistoryInteraction {
  const at = (column: number) => row[column]
  const facts = at(18) as Facts
  const said = at(26) as Said
  const score = at(20)
  return {
    interaction_id: at(2) as string,
    source: at(3) as string,
    record_key: at(4) as string,
    sequence: Number(at(5)),
    started_at: Number(at(6)),
    ended_at: number(at(7)),
    channel: at(8) as string,
    touchpoint: at(9) as string,
    direction: at(10) as Direction,
    begun_by: at(11) as Party,
    ball_after: at(12) as Party,
    identifier_id: at(13) as string,
    identifiers: none,
    subjects: none,
    information_given: at(22) as string[],
    information_asked: at(23) as string[],
    news:
      at(14) === ''
        ? null
        : {
            delivery: at(14) as 'assumed',
            received: at(15) as string | null,
            needed_from_you: at(16) as string | null,
            next_by: number(at(17)),
          },
    promises:
      facts.length === 0
        ? none
        : facts.map(([what, act, due, when, fulfilled_by, replaced_by, voided_by]) => ({
            what,
            act,
            due: number(due),
            at: number(when),
            fulfilled_by,
            replaced_by,
            voided_by,
          })),
    statements:
      said.length === 0
        ? none
        : said.map(([about, what, value, changes]) => ({ about, what, value, changes: changes === 1 })),
    score:
      score === null
        ? null
        : {
            question: at(19) as string,
            value: Number(score),
            scale_min: null,
            scale_max: null,
            direction: 'higher_is_better',
          },
    attributes: at(21) as Record<string, string>,
    agent: at(24) as string,
    team: at(25) as string,
    cost: null,
    text: '',
    traits: nothing,
    groups: none,
  }
}
