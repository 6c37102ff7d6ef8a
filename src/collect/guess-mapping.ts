import { stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { type ColumnProfile, inWords, profileColumns } from './guess-columns.ts'
import { guessEventLog, isEventLog } from './guess-event-log.ts'
import { guessTable } from './guess-table.ts'
import { type GuessedEntry, writeMapping } from './guess-write.ts'
import { endings, filesBelow, formatOf } from './import-plan.ts'
import { type Mapping, parseMapping } from './mapping.ts'
import type { Format } from './mapping-record.ts'
import { readCsv } from './read-csv.ts'
import { readJsonl } from './read-jsonl.ts'
import { readOcel } from './read-ocel.ts'
import { readParquet } from './read-parquet.ts'
import { readXes } from './read-xes.ts'
import { FileError, type FlatRecord } from './record.ts'

export interface GuessedMapping {
  source: string
  yaml: string
  /** Null where something needed was not found; `problems` says what, and the YAML shows where to write it. */
  mapping: Mapping | null
  problems: string[]
  /** What the journeys would be about; '' = the customer. */
  subject_type: string
}

/** Rows read of each file, so that a key is not taken for one after a few rows. */
const rowsLookedAt = 100_000
const filesLookedAt = 200

interface Table {
  names: string[]
  format: Format
  rows: number
  columns: ColumnProfile[]
}

/**
 * Guesses a mapping for a file or a folder, from names of columns and the first rows. Always answers with YAML to go
 * on from; throws FileError only where there is nothing to read at all.
 */
export async function guessMapping(path: string): Promise<GuessedMapping> {
  const place = await stat(path).catch(() => null)
  if (place === null) throw new FileError(`There is no file or folder ${path}. Check the path.`)
  const folder = place.isDirectory() ? path : dirname(path)
  const names = place.isDirectory() ? await filesBelow(path) : [basename(path)]
  const readable = names.filter((name) => formatOf(name) !== null || !place.isDirectory())
  if (readable.length === 0)
    throw new FileError(
      `${path} holds no file that can be read: .csv .tsv .txt .jsonl .ndjson .xes .parquet .jsonocel .ocel.json, all but Parquet also .gz`,
    )
  const source = sourceName(resolve(path))
  const [only] = readable
  if (only !== undefined && readable.length === 1 && (await isEventLog(join(folder, only), formatOf(only))))
    return compiled(source, await guessEventLog(join(folder, only), only, formatOf(only)!, source))
  const tables: Table[] = []
  const left: { file: string; reason: string }[] = []
  for (const name of readable.slice(0, filesLookedAt)) {
    const table = await tableOf(folder, name).catch((error: unknown) => {
      if (error instanceof FileError && place.isDirectory()) return error.message
      throw error
    })
    if (typeof table === 'string') left.push({ file: name, reason: table })
    else addTable(tables, table)
  }
  const entries = entriesOf(tables, left)
  const subject_type =
    entries.map((entry) => entry.guess.subject?.type ?? '').find((type) => type !== '') ?? ''
  return compiled(source, { yaml: writeMapping(source, entries, left), subject_type })
}

function compiled(source: string, guessed: { yaml: string; subject_type: string }): GuessedMapping {
  const { mapping, problems } = parseMapping(guessed.yaml, 'guessed mapping')
  return {
    source,
    ...guessed,
    mapping,
    problems: problems.map(({ line, message }) => `line ${line}: ${message}`),
  }
}

async function tableOf(folder: string, name: string): Promise<Table> {
  const path = join(folder, name)
  const format = formatOf(name) ?? 'csv'
  const reader = readerOf(format, path)
  const records: FlatRecord[] = []
  for await (const batch of reader) {
    for (const { record } of batch.rows) records.push(record)
    if (records.length >= rowsLookedAt) break
  }
  return { names: [name], format, rows: records.length, columns: profileColumns(records) }
}

function readerOf(format: Format, path: string) {
  if (format === 'xes') return readXes(path)
  if (format === 'parquet') return readParquet(path)
  if (format === 'ocel') return readOcel(path)
  return format === 'jsonl' ? readJsonl(path) : readCsv(path)
}

/** Files with the same columns are one kind of record, such as one file per day. */
function addTable(tables: Table[], table: Table): void {
  const columns = (one: Table) => one.columns.map((column) => column.name).join('\n')
  const twin = tables.find(
    (other) => other.format === table.format && columns(other) === columns(table) && columns(table) !== '',
  )
  if (twin) twin.names.push(...table.names)
  else tables.push(table)
}

function entriesOf(tables: Table[], left: { file: string; reason: string }[]): GuessedEntry[] {
  const title = (table: Table) => inWords(table.names[0]!.replace(/^.*\//, '').replace(/\..*$/, '')) ?? ''
  const guesses = tables.map((table) => ({ table, guess: guessTable(table.columns, title(table)) }))
  const timed = guesses.filter(({ guess }) => guess.moments.length > 0)
  if (timed.length === 0) return guesses.slice(0, 1).map(({ table, guess }) => entryOf(table, [], guess))
  const joined = new Set<Table>()
  const entries = timed.map(({ table }) => {
    const joins = joinsOf(
      table,
      guesses.filter((other) => other.guess.moments.length === 0).map((other) => other.table),
    )
    for (const join of joins) joined.add(join.table)
    const there = new Set(table.columns.map((column) => column.name))
    const more = joins.flatMap((join) =>
      join.table.columns
        .filter((column) => !there.has(column.name))
        .map((column) => ({ ...column, unique: false })),
    )
    const guess = guessTable([...table.columns, ...more], title(table))
    return entryOf(
      table,
      joins.map(({ table: other, column }) => ({ file: other.names[0]!, on: column, key: column })),
      guess,
    )
  })
  for (const { table, guess } of guesses) {
    if (guess.moments.length === 0 && !joined.has(table))
      left.push({ file: table.names[0]!, reason: 'no column tells when something happened' })
  }
  return entries
}

/** Tables without times that can be looked up by a column of this one: unique there, an id here. */
function joinsOf(table: Table, others: Table[]): { table: Table; column: string }[] {
  return others.flatMap((other) => {
    const column = other.columns.find(
      (each) =>
        each.unique &&
        /(^|[_ ])(id|key|code|no)$/i.test(each.name) &&
        table.columns.some((mine) => mine.name === each.name),
    )
    return column && other.names.length === 1 && other.rows < rowsLookedAt
      ? [{ table: other, column: column.name }]
      : []
  })
}

function entryOf(table: Table, joins: GuessedEntry['joins'], guess: GuessedEntry['guess']): GuessedEntry {
  const file = table.names.length === 1 ? table.names[0]! : commonGlob(table.names)
  // One of several files is no proof that a key holds over all of them.
  const key = table.names.length === 1 ? guess.key : null
  return {
    file,
    name: null,
    rows: table.rows,
    joins,
    guess: { ...guess, key },
    columns: table.columns.map((column) => column.name),
  }
}

/** 2010-12-01.csv, 2010-12-02.csv → *.csv; the common beginning stays where it is a word. */
function commonGlob(names: string[]): string {
  const ending = /\.[^/]*$/.exec(names[0]!)?.[0] ?? ''
  let start = names[0]!
  for (const name of names) while (!name.startsWith(start)) start = start.slice(0, -1)
  const word = /^.*[/_-]|^\p{L}+/u.exec(start)?.[0] ?? ''
  return `${/\d/.test(word) ? word.replace(/\d.*$/, '') : word}*${ending}`
}

/** A source after the file or folder: lower case, words joined by -, without endings. */
function sourceName(path: string): string {
  const stem = basename(path).replace(endings, '')
  return (
    stem
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 80) || 'import'
  )
}
