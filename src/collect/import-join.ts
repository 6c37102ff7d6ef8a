import { type JoinSpec, joinKey, type LoadedJoin } from './mapping-join.ts'
import type { Format, RecordMapping } from './mapping-record.ts'
import { didYouMean } from './nearest-word.ts'
import { readCsv } from './read-csv.ts'
import { readJsonl } from './read-jsonl.ts'
import { FileError } from './record.ts'
import { listed, type Problem } from './yaml-tree.ts'

/** Rows a joined file may have: it is held in memory, about 200 bytes and its values each. */
export const maxJoinedRows = 5_000_000

/**
 * Loads a joined file. `taken` are columns of the record already there: a column of the same name is called
 * `file.column`. Of several rows with the same key the first counts. A problem instead where it cannot be joined.
 */
export async function loadJoin(
  spec: JoinSpec,
  path: string,
  format: Format,
  entry: RecordMapping,
  taken: ReadonlySet<string>,
): Promise<LoadedJoin | Problem> {
  const problem = (message: string): Problem => ({ line: spec.line, field: 'join', message })
  const reader = format === 'csv' ? readCsv(path, { ...entry.csv, delimiter: null }) : readJsonl(path)
  const rows = new Map<string, string[]>()
  let columns: string[] | null = null
  try {
    for await (const batch of reader) {
      for (const { record } of batch.rows) {
        if (columns === null) {
          columns = Object.keys(record)
          const absent = spec.key.find((column) => !columns!.includes(column))
          if (absent !== undefined) {
            return problem(
              `${spec.file} has no column '${absent}' to join by; it has: ${listed(columns, 60)}${didYouMean(absent, columns)}`,
            )
          }
        }
        const key = joinKey(spec.key.map((column) => record[column] ?? ''))
        if (key !== '' && !rows.has(key))
          rows.set(
            key,
            columns.map((column) => record[column] ?? ''),
          )
      }
      if (rows.size > maxJoinedRows)
        return problem(
          `${spec.file} has more than ${maxJoinedRows} rows, too many to hold in memory: join it before the import`,
        )
    }
  } catch (error) {
    if (error instanceof FileError) return problem(error.message)
    throw error
  }
  return { on: spec.on, rows, ...renamed(columns ?? [], spec, taken) } satisfies LoadedJoin
}

function renamed(columns: string[], spec: JoinSpec, taken: ReadonlySet<string>): { columns: string[] } {
  const stem = (spec.file.split('/').at(-1) ?? spec.file).replace(/\..*$/, '')
  return { columns: columns.map((column) => (taken.has(column) ? `${stem}.${column}` : column)) }
}
