import type { Scope } from '../storage/analytics.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'

const runsSql = sqlFile(import.meta, 'break-runs.sql')

/** A run as breaks see it. `began`, `place` and `ordinal` tell it from others and ascend; `customer` 0 = unknown. Nodes are places in `names`, from 1; 0 = none. Times in seconds since the run's start, `began`. */
export interface BreakRun {
  place: number
  ordinal: number
  customer: number
  failed: boolean
  open: boolean
  /** Epoch ms. */
  began: number
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
  /** 1 = it says what the customer was asked. */
  asked: number
  /** Steps at which items had been given, and at which they were asked again. */
  again: { from: number[]; to: number[] }
  /** `context`: 0 = not observed, 1 = known to the receiver, 2 = not. */
  hand_offs: { from: number[]; to: number[]; context: number[] }
  /** 1 = it was told two things or more, so that they could contradict each other. */
  told: number
  /** The channels in which the one and the other was said. */
  contradictions: { from: number[]; to: number[]; what: string[] }
  channels: number[]
  /** Switches of channel the customer was forced to. */
  forced: { from: number[]; to: number[] }
}

/** The words that a reading of runs is encoded with. */
export interface Code {
  names: string[]
  attributes: string[]
  /** `name=value` of every attribute. */
  labels: string[]
}

/** A granule of the table holds 8,192 runs: smaller pages would read most of them twice. */
const runsPerPage = 12_500
/** Rows between which other work gets its turn. */
const rowsAtOnce = 2_500

/** All runs of a scope, page by page: one answer at once would be held whole in memory. */
export async function* readBreakRuns(
  store: JourneyStore,
  scope: Scope,
  code: Code,
  runs: number,
): AsyncGenerator<BreakRun> {
  for (const { low, high } of await pagesOf(store, scope, runs)) {
    const lines = await store.analytics.lines(
      runsSql,
      {
        ...scope,
        where: [...(scope.where ?? []), 'started_at >= {low:Int64} AND started_at < {high:Int64}'],
        params: { ...scope.params, ...code, low, high },
      },
      'breaks',
    )
    for (const [at, line] of lines.entries()) {
      if (at % rowsAtOnce === 0) await new Promise(setImmediate)
      yield runOf(JSON.parse(line) as unknown[])
    }
  }
}

/** Runs lie in order of their start: a page is a stretch of time with about so many of them. */
async function pagesOf(
  store: JourneyStore,
  scope: Scope,
  runs: number,
): Promise<{ low: number; high: number }[]> {
  const parts = Math.max(1, Math.ceil(runs / runsPerPage))
  const levels = Array.from({ length: parts - 1 }, (_, part) => (part + 1) / parts)
  const starts =
    levels.length === 0
      ? []
      : await store.analytics.lines(
          `SELECT arrayJoin(quantiles(${levels.join(', ')})(started_at)) AS start FROM throughline.runs WHERE {{scope}}`,
          scope,
          'breaks',
        )
  const edges = [...new Set(starts.map((line) => Math.round((JSON.parse(line) as [number])[0])))]
  return [-ever, ...edges].map((low, page) => ({ low, high: edges[page] ?? ever }))
}

/** Beyond every time. */
const ever = 8.64e15

function runOf(row: unknown[]): BreakRun {
  const at = <T>(column: number) => row[column] as T
  return {
    place: at(0),
    ordinal: at(1),
    customer: at(2),
    failed: at<number>(3) === 1,
    open: at<number>(4) === 1,
    codes: at(5),
    nodes: at(6),
    designed: at(7),
    starts: at(8),
    ends: at(9),
    by_customer: at(10),
    gaps: { from: at(11), to: at(12), seconds: at(13), excess: at(14), unended: at(15) },
    promises: { what: at(16), from: at(17), to: at(18), state: at(19), late: at(20) },
    skipped: at(21),
    began: at(22),
    asked: at(23),
    hand_offs: { from: at(24), to: at(25), context: at(26) },
    told: at(27),
    contradictions: { from: at(28), to: at(29), what: at(30) },
    channels: at(31),
    forced: { from: at(32), to: at(33) },
    again: { from: at(34), to: at(35) },
  }
}

/** What tells runs from each other, in the order in which they are read. */
export interface RunPlaces {
  began: ArrayLike<number>
  places: ArrayLike<number>
  ordinals: ArrayLike<number>
}

/** The places of the runs of a scope, ascending like the runs themselves. */
export async function readPlaces(store: JourneyStore, scope: Scope): Promise<RunPlaces> {
  // As three long arrays: parsing a hundred thousand short lines takes as long as asking for them.
  const [line] = await store.analytics.lines(
    `SELECT groupArray(began), groupArray(place), groupArray(ordinal) FROM (
       SELECT toFloat64(started_at) AS began, toFloat64(bitShiftRight(key, 11)) AS place, ordinal
       FROM throughline.runs FINAL WHERE {{scope}} ORDER BY started_at, key, ordinal)`,
    scope,
    'breaks',
  )
  const [began, places, ordinals] = JSON.parse(line!) as [number[], number[], number[]]
  return { began, places, ordinals }
}
