/** Answers that are computed once and hold until a table they were read from is written to. */
export interface Remembered {
  /** Asks, unless the same question was asked since; who asks while it is computed waits for the same answer. */
  answer<Row>(question: { sql: string; params: unknown }, ask: () => Promise<Row[]>): Promise<Row[]>
  /** To be called when a write has ended, well or not. No table: any may have been written. */
  written(table?: string): void
  /** How often a table was written to. */
  writes(table: string): number
}

interface Known {
  state: string
  at: number
  answer: Promise<unknown[]>
}

/** What the engine itself writes when another table is written to. */
const writtenWith: Record<string, string> = { 'throughline.sampled_runs': 'throughline.runs' }

const mostAnswers = 1_000
/** Longer answers are read by programs, not looked at again and again. */
const mostRows = 5_000

/** `lasting`: milliseconds an answer holds at most, because others may write to the same tables. */
export function createRemembered(lasting: number): Remembered {
  const known = new Map<string, Known>()
  const writes = new Map<string, number>()
  const count = (table: string) => writes.set(table, (writes.get(table) ?? 0) + 1)
  const writesOf = (table: string) => (writes.get('any') ?? 0) + (writes.get(table) ?? 0)
  const stateOf = (sql: string) =>
    [...new Set(sql.match(/throughline\.\w+/g))]
      .map((table) => writesOf(writtenWith[table] ?? table))
      .join(' ')
  return {
    answer: async <Row>({ sql, params }: { sql: string; params: unknown }, ask: () => Promise<Row[]>) => {
      const key = JSON.stringify([sql, params])
      const state = stateOf(sql)
      const before = known.get(key)
      const current =
        before?.state === state && performance.now() - before.at < lasting
          ? before
          : { state, at: performance.now(), answer: ask() }
      known.delete(key)
      known.set(key, current)
      if (known.size > mostAnswers) known.delete(known.keys().next().value!)
      const forget = () => known.get(key) === current && known.delete(key)
      try {
        const rows = (await current.answer) as Row[]
        if (rows.length > mostRows) forget()
        return rows
      } catch (error) {
        forget()
        throw error
      }
    },
    writes: writesOf,
    written: (table = 'any') => {
      count(table)
    },
  }
}
