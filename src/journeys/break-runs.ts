import type { Scope } from '../storage/analytics.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'

const runsSql = sqlFile(import.meta, 'break-runs.sql')

/** A run as breaks see it. Nodes are places in `names`, from 1; 0 = none. Times in seconds since the run's start. */
export interface BreakRun {
  customer: string
  failed: boolean
  open: boolean
  /** Place in `labels` per attribute, from 1; 0 = no value. */
  codes: number[]
  nodes: number[]
  designed: number[]
  starts: number[]
  ends: number[]
  by_customer: number[]
  gaps: { from: number[]; to: number[]; seconds: number[]; excess: number[]; unended: number[] }
  promises: { what: string[]; from: number[]; to: number[]; state: string[]; late: number[] }
  skipped: number[]
}

/** The words that a reading of runs is encoded with. */
export interface Code {
  names: string[]
  attributes: string[]
  /** `name=value` of every attribute. */
  labels: string[]
}

const pages = 16

/** All runs of a scope, page by page: one answer at once would be held whole in memory. */
export async function* readBreakRuns(
  store: JourneyStore,
  scope: Scope,
  code: Code,
  runs: number,
): AsyncGenerator<BreakRun> {
  const count = runs > 20_000 ? pages : 1
  const edge = (n: number) => ((2n ** 64n * BigInt(n)) / BigInt(count)).toString()
  for (let page = 0; page < count; page++) {
    const high = page + 1 === count ? (2n ** 64n - 1n).toString() : (BigInt(edge(page + 1)) - 1n).toString()
    const columns = await store.analytics.columns(
      runsSql,
      {
        ...scope,
        where: [...(scope.where ?? []), 'key BETWEEN {low:UInt64} AND {high:UInt64}'],
        params: { ...scope.params, ...code, low: edge(page), high },
      },
      'analysis',
    )
    const rows = (columns[0] as unknown[]).length
    for (let row = 0; row < rows; row++) yield runAt(columns, row)
  }
}

function runAt(columns: unknown[][], row: number): BreakRun {
  const at = <T>(column: number) => columns[column]![row] as T
  // 64-bit differences come quoted, like every 64-bit number.
  const numbers = (column: number) => at<(number | string)[]>(column).map(Number)
  return {
    customer: at(0),
    failed: at<number>(1) === 1,
    open: at<number>(2) === 1,
    codes: numbers(3),
    nodes: numbers(4),
    designed: at(5),
    starts: numbers(6),
    ends: numbers(7),
    by_customer: at(8),
    gaps: { from: numbers(9), to: numbers(10), seconds: at(11), excess: at(12), unended: at(13) },
    promises: { what: at(14), from: numbers(15), to: numbers(16), state: at(17), late: numbers(18) },
    skipped: numbers(19),
  }
}
