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
 * Histories of one kind of key. `scope.where` narrows the keys; a page should hold some ten thousand keys,
 * because the embedded client buffers a whole answer (decision 0001).
 */
export async function readHistories(
  analytics: Analytics,
  scope: Scope,
  kind: string,
  lane: Lane,
): Promise<History[]> {
  const columns = await analytics.columns(historySql, { ...scope, params: { ...scope.params, kind } }, lane)
  return latestByKey(columns)
}

type Columns = unknown[][]

/**
 * Rows in any order, of all versions: the highest version of each interaction stands, unless it is withdrawn. Done here
 * because FINAL and ORDER BY in the engine cost four times the reading (measured). `runsOf` orders each history itself.
 */
function latestByKey(columns: Columns): History[] {
  const rowsOf = new Map<string, number[]>()
  const [keys = [], names = [], ids = []] = columns as string[][]
  for (let row = 0; row < keys.length; row++) {
    const rows = rowsOf.get(keys[row]!)
    if (rows === undefined) rowsOf.set(keys[row]!, [row])
    else rows.push(row)
  }
  const versions = (columns[versionColumn] ?? []) as string[]
  const withdrawn = (columns[versionColumn + 1] ?? []) as number[]
  const histories: History[] = []
  for (const [key, rows] of rowsOf) {
    const latest = new Map<string, number>()
    for (const row of rows) {
      const known = latest.get(ids[row]!)
      if (known === undefined || Number(versions[row]) >= Number(versions[known])) latest.set(ids[row]!, row)
    }
    const standing = [...latest.values()].filter((row) => withdrawn[row] !== 1)
    if (standing.length === 0) continue
    histories.push({
      key,
      name: names[standing[0]!]!,
      interactions: standing.map((row) => interactionAt(columns, row)),
    })
  }
  return histories
}
const versionColumn = 27

/** Rows of the history queries, already in order, as histories. */
export function groupByKey(columns: Columns): History[] {
  const histories: History[] = []
  // Without a row an answer has no columns either.
  const [keys = [], names = []] = columns as string[][]
  let current: History | null = null
  for (let row = 0; row < keys.length; row++) {
    if (current === null || current.key !== keys[row]) {
      current = { key: keys[row]!, name: names[row]!, interactions: [] }
      histories.push(current)
    }
    current.interactions.push(interactionAt(columns, row))
  }
  return histories
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
const number = (value: unknown): number | null => (value === null ? null : Number(value))

/** What a run needs of an interaction; what it never reads (text, cost …) stays in the table. */
function interactionAt(columns: Columns, row: number): HistoryInteraction {
  const at = (column: number) => columns[column]![row]
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
  }
}
