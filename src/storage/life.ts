import { randomInt } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'

/**
 * One server process among those on a PostgreSQL. It lives as long as the one connection that holds its locks: killed, cut off or
 * ended, PostgreSQL lets them go, and the others see at once that it is gone.
 */
export interface Life {
  process_id: number
  /** Whether other processes may work on the same stores. */
  shared: boolean
  /** The processes that live now, this one among them. */
  living(): Promise<number[]>
  /**
   * Does work of a name that only one does at a time, whichever process it is in; waits until it may. Within it the same name must not
   * be asked for again.
   */
  alone<Result>(name: string, work: () => Promise<Result>): Promise<Result>
  /** The same, or null at once where another process is at it. */
  aloneOrNot<Result>(name: string, work: () => Promise<Result>): Promise<Result | null>
  close(): Promise<void>
}

/** Of PostgreSQL's advisory locks: which process lives. What work goes on has locks by the hash of its name. */
const livingClass = 7412
const pause_ms = 100

/** Stands with the commits that a process begins, and in its name at ClickHouse. */
export const newProcessId = (): number => randomInt(1, 2 ** 31)

/** How the statements of a process are told from others at ClickHouse. */
export const markOf = (process_id: number): string => `throughline process ${process_id}`

/** Of a process that has its stores for itself. */
export function onlyLife(process_id: number): Life {
  const inTurn = oneAfterOther()
  return {
    process_id,
    shared: false,
    living: async () => [process_id],
    alone: inTurn,
    aloneOrNot: inTurn,
    close: async () => undefined,
  }
}

/** @throws Error when PostgreSQL does not answer. */
export async function sharedLife(process_id: number, address: string): Promise<Life> {
  const line = createLine(process_id, address)
  await line.connect()
  const inTurn = oneAfterOther()
  const held = async <Result>(name: string, patient: boolean, work: () => Promise<Result>) => {
    const taken = await take(line, name, patient)
    if (taken === null) return null
    try {
      const result = await work()
      if (taken !== line.number())
        throw new Error(
          `The connection to PostgreSQL broke while '${name}' was done: another process may have begun it too. It is done again.`,
        )
      return { result }
    } finally {
      await release(line, name, taken)
    }
  }
  return {
    process_id,
    shared: true,
    living: () => livingBy(line),
    alone: (name, work) => inTurn(name, async () => (await held(name, true, work))!.result),
    aloneOrNot: (name, work) => inTurn(name, async () => (await held(name, false, work))?.result ?? null),
    close: line.close,
  }
}

/** Within a process the same name waits for itself: to PostgreSQL it is one holder. */
function oneAfterOther() {
  const last = new Map<string, Promise<unknown>>()
  return async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
    const before = last.get(name) ?? Promise.resolve()
    const now = before.catch(() => undefined).then(work)
    last.set(name, now)
    try {
      return await now
    } finally {
      if (last.get(name) === now) last.delete(name)
    }
  }
}

interface Line {
  /** Which connection it is by now; another number: what was held is held no more. */
  number(): number
  /** Waits until there is one. */
  connected(): Promise<pg.Client>
  connect(): Promise<void>
  close(): Promise<void>
}

/** The connection a process lives by. Broken, it is opened again. */
function createLine(process_id: number, address: string): Line {
  let client: pg.Client | null = null
  let number = 0
  let closed = false
  const connect = async () => {
    const opened = new pg.Client({ connectionString: address, keepAlive: true })
    opened.on('error', () => undefined)
    await opened.connect()
    await opened.query('SELECT pg_advisory_lock($1, $2)', [livingClass, process_id])
    client = opened
    number++
    opened.once('end', () => {
      client = null
      number++
      if (!closed) void again()
    })
  }
  const again = async () => {
    for (;;) {
      await wait(pause_ms * 3)
      if (closed) return
      try {
        return await connect()
      } catch {
        // Still away: asked again until it answers or the process ends.
      }
    }
  }
  return {
    connect,
    number: () => number,
    connected: async () => {
      while (client === null) {
        if (closed) throw new Error('The server process is being stopped.')
        await wait(pause_ms)
      }
      return client
    },
    close: async () => {
      closed = true
      await client?.end()
    },
  }
}

async function livingBy(line: Line): Promise<number[]> {
  const { rows } = await (await line.connected()).query<{ process_id: number }>(
    `SELECT objid::bigint AS process_id FROM pg_locks WHERE locktype = 'advisory' AND classid = $1 AND objsubid = 2 AND granted
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [livingClass],
  )
  return rows.map((row) => Number(row.process_id))
}

/** Takes the lock of a name; null where another has it and `patient` is false. Returns the number of the connection that holds it. */
async function take(line: Line, name: string, patient: boolean): Promise<number | null> {
  for (;;) {
    const on = await line.connected()
    const at = line.number()
    const { rows } = await on.query<{ taken: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 7413)) AS taken',
      [name],
    )
    if (rows[0]!.taken) return at
    if (!patient) return null
    await wait(pause_ms)
  }
}

async function release(line: Line, name: string, taken: number): Promise<void> {
  if (taken !== line.number()) return
  const on = await line.connected()
  // A connection that breaks now has let it go.
  await on.query('SELECT pg_advisory_unlock(hashtextextended($1, 7413))', [name]).catch(() => undefined)
}

const lives = new WeakMap<object, Life>()

/** The life of the process that opened a database. */
export function lifeOf(db: object): Life {
  const life = lives.get(db)
  if (life === undefined) throw new Error('This database was not opened by openOperational.')
  return life
}

export function liveBy(db: object, life: Life): void {
  lives.set(db, life)
}
