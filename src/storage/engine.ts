import type { ClickHouseClient } from '@clickhouse/client'
import { type Loop, startLoop } from '../jobs/loop.ts'
import { bind } from './bind.ts'
import { connectEmbedded, type Lane, lanes, makeReadOnly } from './connect.ts'
import { isCrash } from './crash.ts'
import { besideCutParts, type TellAside, tellAside } from './cut-part.ts'
import { type FileExchange, openExchange, overFiles, streamFile } from './file-exchange.ts'
import { type MergeLimits, mergeLimits } from './merge-limit.ts'
import { migrateAnalytics } from './migrate.ts'
import { answerOf, partsOver, rawAnswer } from './statement.ts'

export type { Lane } from './connect.ts'

/**
 * ClickHouse as it is spoken to: text in, text out. An embedded connection is serial, so each kind of work has its own
 * (decision 0001): ingest never waits behind a report.
 */
export interface Engine {
  /** The answer in any text format of ClickHouse. */
  query(question: Question, lane: Lane): Promise<string>
  /** Much at once: the answer as lines of JSONCompactEachRow. */
  read(question: Statement, lane: Lane): Promise<string>
  command(statement: Command, lane: Lane): Promise<void>
  /** Rows as lines of JSONCompactEachRow. Atomic per call below a million rows. */
  insert(rows: Lines, lane: Lane): Promise<void>
}

export interface Statement {
  sql: string
  params: Record<string, unknown>
}

export interface Question extends Statement {
  format: 'JSONEachRow' | 'JSONCompactEachRow'
}

/** A statement without a result. `writes`: the table it writes to, null for none; absent: any. */
export interface Command extends Statement {
  writes?: string | null
}

export interface Lines {
  table: string
  columns: string[]
  lines: string | Uint8Array
}

export interface Parts {
  rows: number
  largest: number
}

/** The engine of this process, migrated, with what only the process itself needs of it. */
export interface OpenEngine extends Engine {
  /** The answer as lines of JSONCompactEachRow, a few thousand at a time: never held as a whole. */
  stream(question: Statement, lane: Lane): AsyncGenerator<string[]>
  /** The raw answer in any ClickHouse format, from the read-only connection, unqualified names taken from `database`. */
  raw(sql: string, format: string, database: string): Promise<Buffer>
  /** Embedded: the files by which threads exchange rows with it. */
  files: FileExchange | null
  /** How many rows a table holds in all parts, and in the largest. */
  partsOf(table: string): Promise<Parts>
  /** How many parts of these tables were replaced and still lie on a disk. */
  replacedParts(tables: readonly string[]): Promise<number>
  /** How many parts of tables lie aside, unreadable: nothing that is erased reaches them. */
  partsAside(): Promise<number>
  /** Whether statements of processes, told by their marks, still run at a server of one's own. */
  anyRunning(marks: readonly string[]): Promise<boolean>
  /** See `MergeLimits`; a server of its own merges as it is told to. */
  withoutMerges: MergeLimits['without']
  /** Merges all versions of a table into one part. */
  mergeWhole: MergeLimits['whole']
  close(): Promise<void>
}

/** Told of each write that ended, well or not; no table: any. */
export type Written = (table?: string) => void

/** What happens to an embedded engine by itself. */
export interface EngineWatch {
  /** Words for a log: a part was put aside. */
  told: TellAside
  /** It crashed: nothing is answered from now on. Called once. */
  crashed(): void
}

/**
 * Opens the embedded store and migrates it.
 * @throws Error saying what to install or set when the embedded engine is not there.
 */
export async function openEmbedded(
  folder: string,
  written: Written,
  watch: EngineWatch = { told: () => undefined, crashed: () => undefined },
): Promise<OpenEngine> {
  const clients = new Map<Lane, ClickHouseClient>()
  for (const lane of lanes) clients.set(lane, await connectEmbedded(folder, lane))
  const on = (lane: Lane) => clients.get(lane)!
  const inTurn = oneAtATime()
  await migrateAnalytics(on('write'))
  await tellAside(on('write'), watch.told)
  await makeReadOnly(on('readonly'))
  const files = await openExchange(folder, on('write'))
  const sharing = new Map<Lane, ReturnType<typeof shared>>([
    ['analysis', shared(on('analysis'), on('aside'))],
    ['lookup', shared(on('lookup'), on('lookup aside'))],
    ['erase', shared(on('erase'), on('erase 2'), on('erase 3'), on('erase 4'))],
  ])
  // An embedded connection keeps its database: two readers must not change it under each other.
  let reading: Promise<unknown> = Promise.resolve()
  const noticed = noticing(watch)
  const readable = <Answer>(ask: () => Promise<Answer>) =>
    noticed(() => besideCutParts(on('merges'), watch.told, ask))
  const turn = <Answer>(lane: Lane, ask: Ask<Answer>) => {
    const whenFree = (client: ClickHouseClient) => inTurn(client, () => readable(() => ask(client)))
    return sharing.get(lane)?.(whenFree) ?? whenFree(on(lane))
  }
  const query: Engine['query'] = (question, lane) => turn(lane, (client) => answerOf(client, question))
  const command: Engine['command'] = async ({ sql, params, writes }, lane) => {
    const statement = bind(sql, params)
    await turn(lane, (client) => client.command({ query: statement })).finally(() => {
      if (writes !== null) written(writes)
    })
  }
  const merge = (lane: Lane) => (sql: string, table: string) =>
    command({ sql, params: {}, writes: `throughline.${table}` }, lane)
  const limits = mergeLimits(on('merges'), merge('breaks'), merge('tidy'))
  const tidying = [
    giveBackMemory(on('memory'), noticed),
    startLoop(600_000, limits.renew, () => undefined),
    startLoop(120_000, limits.tidy, () => undefined),
  ]
  return {
    query,
    command,
    ...overFiles(files, command),
    files,
    stream: (question, lane) => streamFile(files, command, question, lane),
    ...partsOver(on('merges')),
    anyRunning: async () => false,
    withoutMerges: limits.without,
    mergeWhole: limits.whole,
    raw: (sql, format, database) => {
      const client = on('readonly')
      const answer = reading
        .catch(() => undefined)
        .then(() => client.command({ query: `USE ${database}` }))
        .then(() => noticed(() => rawAnswer(client, sql, format))) // No part goes by people's own words.
      reading = answer
      return answer
    },
    close: async () => {
      // One that is merging whole would be waited for.
      await on('merges').command({ query: 'SYSTEM STOP MERGES' })
      for (const each of tidying) await each.stop()
      for (const client of clients.values()) await client.close()
    },
  }
}

type InTurn = <Answer>(client: ClickHouseClient, ask: () => Promise<Answer>) => Promise<Answer>

/**
 * An embedded connection does one thing at a time. What waits for it waits here: in the engine it would hold one of the few
 * threads that all connections, and the files, share.
 */
function oneAtATime(): InTurn {
  const last = new WeakMap<ClickHouseClient, Promise<unknown>>()
  return (client, ask) => {
    const answer = (last.get(client) ?? Promise.resolve()).then(ask, ask)
    last.set(
      client,
      answer.catch(() => undefined),
    )
    return answer
  }
}

/** Pages that the embedded engine no longer needs stay its own until it is asked: half a gigabyte after a large answer (measured). */
function giveBackMemory(client: ClickHouseClient, noticed: Noticed): Loop {
  return startLoop(
    3_000,
    () => noticed(() => client.command({ query: 'SYSTEM JEMALLOC PURGE' })).then(() => undefined),
    () => undefined,
  )
}

type Noticed = <Answer>(ask: () => Promise<Answer>) => Promise<Answer>

/** Asks, and tells once when the engine has crashed: the loop above finds it out within seconds. */
function noticing({ crashed }: EngineWatch): Noticed {
  let known = false
  return async (ask) => {
    try {
      return await ask()
    } catch (error) {
      if (isCrash(error) && !known) {
        known = true
        crashed()
      }
      throw error
    }
  }
}

type Ask<Answer> = (client: ClickHouseClient) => Promise<Answer>

/** Several connections for one kind of work: while one plans or answers, another reads. Whichever is free first takes what waits longest. */
function shared(...clients: ClickHouseClient[]) {
  const free = [...clients]
  const waiting: ((client: ClickHouseClient) => void)[] = []
  return async <Answer>(ask: Ask<Answer>): Promise<Answer> => {
    const client = free.shift() ?? (await new Promise<ClickHouseClient>((taken) => waiting.push(taken)))
    try {
      return await ask(client)
    } finally {
      const next = waiting.shift()
      if (next) next(client)
      else free.unshift(client)
    }
  }
}
