import {
  type Engine,
  type EngineWatch,
  type Lane,
  type OpenEngine,
  openEmbedded,
  type Parts,
} from './engine.ts'
import { type OwnServers, openServers } from './own-servers.ts'
import { createRemembered, type Remembered } from './remembered.ts'

export type { Engine, Lane, OpenEngine } from './engine.ts'

/** The analytical store, embedded or by address, one SQL text for both. */
export interface Analytics {
  /** Atomic per call below a million rows. Values in the order of `columns`; 64-bit hashes as strings. */
  insert(table: string, columns: readonly string[], rows: unknown[][], lane?: Lane): Promise<void>
  /**
   * Rows as objects. The SQL names its workspace by a hole, see `fillScope`. On the lane `analysis` an answer is
   * remembered until a table it was read from is written to: it must not be changed.
   */
  ask<Row>(sql: string, scope: Scope, lane?: Lane): Promise<Row[]>
  /** Rows in the form in which `lines` reads them, every column told: for much at once, which then need not all be held. */
  insertLines(table: string, columns: readonly string[], lines: Uint8Array, lane?: Lane): Promise<void>
  /** Much at once: each row the JSON of an array of its values, to be parsed when its turn comes. */
  lines(sql: string, scope: Scope, lane?: Lane): Promise<string[]>
  /** A statement without a result. `writes`: the one table it writes to; absent: any. */
  command(sql: string, scope?: Scope, lane?: Lane, writes?: string): Promise<void>
}

/** What only the process that opened the store can do. */
export interface OpenAnalytics extends Analytics {
  /** Counts the writes of this process to a table: what was read from it holds while this stays the same. */
  writes(table: string): number
  /** Rows as `lines` gives them, however many: a few thousand at a time, while the engine's own answer lies on the disk or comes in. */
  stream(sql: string, scope: Scope, lane?: Lane): AsyncGenerator<string[]>
  /** The raw answer in any ClickHouse format, from the read-only connection, unqualified names taken from `database`. */
  raw(sql: string, format: string, database: string): Promise<Buffer>
  /** How many rows a table holds in all parts, and in the largest. */
  partsOf(table: string): Promise<Parts>
  /** How many parts of these tables were replaced and still lie on a disk. */
  replacedParts(tables: readonly string[]): Promise<number>
  /** How many parts of tables lie aside, unreadable: nothing that is erased reaches them. */
  partsAside(): Promise<number>
  /** Whether statements of other processes, told by their marks, still run. */
  anyRunning(marks: readonly string[]): Promise<boolean>
  /** Writes while nothing in a table is merged. */
  withoutMerges<Result>(table: string, write: () => Promise<Result>): Promise<Result>
  /** Merges all versions of a table into one part. */
  mergeWhole(table: string): Promise<void>
  /** For threads of this process, which speak to the engine through it. */
  engine: OpenEngine
  close(): Promise<void>
}

/** What every query is narrowed to. `where` are conditions over the scoped table, joined by AND. */
export interface Scope {
  workspace: string
  where?: string[]
  params?: Record<string, unknown>
  /** Runs are read from every sixteenth of their keys (migration 0027). */
  sampled?: boolean
}

/**
 * Opens the analytical store and migrates it: embedded on a folder, or on servers of one's own.
 * @throws Error saying what to install or set when the embedded engine is not there.
 */
export async function openAnalytics(
  folder: string,
  own: OwnServers | null,
  watch?: EngineWatch,
): Promise<OpenAnalytics> {
  // Nobody else writes to an embedded engine.
  const remembered = createRemembered(own === null ? Number.POSITIVE_INFINITY : 10_000)
  const engine = await (own === null
    ? openEmbedded(folder, remembered.written, watch)
    : openServers(own, remembered.written))
  return {
    ...analyticsOver(engine, remembered),
    writes: remembered.writes,
    raw: engine.raw,
    stream: (sql, scope, lane = 'export') =>
      engine.stream({ sql: fillScope(sql, scope), params: params(scope) }, lane),
    partsOf: engine.partsOf,
    replacedParts: engine.replacedParts,
    partsAside: engine.partsAside,
    anyRunning: engine.anyRunning,
    withoutMerges: engine.withoutMerges,
    mergeWhole: engine.mergeWhole,
    engine,
    close: engine.close,
  }
}

/** The store as an engine gives it; null: nothing is remembered. */
export function analyticsOver(engine: Engine, remembered: Remembered | null): Analytics {
  return {
    insert: async (table, columns, rows, lane = 'write') => {
      if (rows.length > 0) await engine.insert({ table, ...linesOf(columns, rows) }, lane)
    },
    ask: <Row>(sql: string, scope: Scope, lane: Lane = 'lookup') => {
      const question = { sql: fillScope(sql, scope), params: params(scope) }
      const asking = async () => {
        const text = await engine.query({ ...question, format: 'JSONEachRow' }, lane)
        return JSON.parse(`[${text.trimEnd().replaceAll('\n', ',')}]`) as Row[]
      }
      return lane === 'analysis' && remembered !== null ? remembered.answer(question, asking) : asking()
    },
    insertLines: async (table, columns, lines, lane = 'write') => {
      if (lines.length > 0) await engine.insert({ table, columns: [...columns], lines }, lane)
    },
    lines: async (sql, scope, lane = 'analysis') => {
      const text = await engine.read({ sql: fillScope(sql, scope), params: params(scope) }, lane)
      const lines = text.split('\n')
      if (lines.at(-1) === '') lines.pop()
      return lines
    },
    command: (sql, scope, lane = 'write', writes) => {
      const statement = scope ? { sql: fillScope(sql, scope), params: params(scope) } : { sql, params: {} }
      return engine.command({ ...statement, ...(writes === undefined ? {} : { writes }) }, lane)
    },
  }
}

/** Columns without a word in all rows are left out: the engine fills them in, at a tenth of the cost of reading them. */
function linesOf(columns: readonly string[], rows: unknown[][]): { columns: string[]; lines: string } {
  const told = columns.flatMap((name, place) => (rows.some((row) => says(row[place])) ? { name, place } : []))
  const lines = rows.map((row) => JSON.stringify(told.map(({ place }) => row[place])))
  return { columns: told.map(({ name }) => name), lines: lines.join('\n') }
}

/** Whether a value is more than a column holds without one. */
export const says = (value: unknown): boolean =>
  value != null && value !== '' && !(Array.isArray(value) && value.length === 0)

/**
 * The one place where a query gets its workspace. `{{workspace}}` becomes the workspace condition,
 * `{{scope}}` the workspace and the filters. Of a sampled scope all runs that it reads are of the sample.
 * @throws Error when a query has neither: it would read every workspace.
 */
export function fillScope(sql: string, scope: Scope): string {
  if (!/\{\{(workspace|scope)\}\}/.test(sql))
    throw new Error(`A query has no {{workspace}} and no {{scope}}: ${sql.slice(0, 120)}`)
  const workspace = 'workspace = {workspace:String}'
  const all = [workspace, ...(scope.where ?? [])].join(' AND ')
  const table = scope.sampled ? 'throughline.sampled_runs' : 'throughline.runs'
  // A filter may hold a subquery with a hole of its own: the scope is filled first.
  return sql
    .replaceAll('{{scope}}', () => all)
    .replaceAll('{{workspace}}', workspace)
    .replaceAll(/\bthroughline\.runs\b/g, table)
}

const params = (scope: Scope) => ({ ...scope.params, workspace: scope.workspace })
