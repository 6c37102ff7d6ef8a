import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join, matchesGlob, relative, sep } from 'node:path'
import { loadJoin } from './import-join.ts'
import type { Mapping } from './mapping.ts'
import type { LoadedJoin } from './mapping-join.ts'
import { type Format, missingColumns, type RecordMapping } from './mapping-record.ts'
import { csvColumns, readCsv } from './read-csv.ts'
import { readJsonl } from './read-jsonl.ts'
import { readOcel } from './read-ocel.ts'
import { parquetColumns, readParquet } from './read-parquet.ts'
import type { ReadOptions } from './read-text.ts'
import { readXes } from './read-xes.ts'
import { FileError, type ReadBatch } from './record.ts'
import { listed, type Problem } from './yaml-tree.ts'

/** One file to read, for one entry of the mapping. A file that two entries read is planned twice. */
export interface PlannedFile {
  entry: RecordMapping
  path: string
  /** Relative to the imported folder, with `/`. */
  name: string
  size: number
  format: Format
  joins: LoadedJoin[]
}

export interface ImportPlan {
  /** In the order of the mapping's entries, within an entry by name. */
  files: PlannedFile[]
  problems: Problem[]
}

const maxFiles = 20_000

/**
 * Which files of a path (a file, or a folder with what is below it) each entry of the mapping reads, joins loaded and
 * columns checked. Nothing is thrown for what a person can mend: any problem means that nothing should be read.
 */
export async function planImport(path: string, mapping: Mapping): Promise<ImportPlan> {
  const problems: Problem[] = []
  const place = await stat(path).catch(() => null)
  if (place === null)
    return { files: [], problems: [{ line: 1, field: '', message: `there is no file or folder ${path}` }] }
  const folder = place.isDirectory() ? path : dirname(path)
  const names = place.isDirectory() ? await filesBelow(path) : [basename(path)]
  const entries = mapping.records.filter((entry) => entry.file !== null)
  if (entries.length === 0)
    problems.push({
      line: 1,
      field: 'records',
      message: 'no entry reads a file: add one that begins with `- file:`',
    })
  const files: PlannedFile[] = []
  for (const entry of entries) {
    const matching = matchingNames(entry, names, !place.isDirectory() && entries.length === 1)
    if (matching.length === 0 && place.isDirectory()) problems.push(noFile(entry, names, path))
    for (const name of matching) {
      const planned = await planFile(entry, folder, name, mapping.file)
      if ('problems' in planned) problems.push(...planned.problems)
      else files.push(planned)
    }
  }
  if (!place.isDirectory() && entries.length > 0 && files.length === 0 && problems.length === 0) {
    problems.push({
      line: 1,
      field: 'records',
      message: `no entry reads ${names[0]}: the mapping reads ${listed(entries.map((entry) => entry.file!))}`,
    })
  }
  return { files, problems }
}

/** An entry that is the only one reads the one file imported, whatever it is called. */
function matchingNames(entry: RecordMapping, names: string[], only: boolean): string[] {
  if (only) return names
  return names.filter((name) => name === entry.file || matchesGlob(name, entry.file!)).sort()
}

function noFile(entry: RecordMapping, names: string[], folder: string): Problem {
  const there = names.length === 0 ? 'the folder is empty' : `the folder holds: ${listed(names)}`
  return {
    line: entry.line,
    field: 'file',
    message: `no file in ${folder} matches '${entry.file}'; ${there}`,
  }
}

async function planFile(
  entry: RecordMapping,
  folder: string,
  name: string,
  mappingFile: string,
): Promise<PlannedFile | { problems: Problem[] }> {
  const path = join(folder, name)
  const format = entry.format ?? formatOf(name)
  const problem = (line: number, message: string) => ({ problems: [{ line, field: 'file', message }] })
  if (format === null)
    return problem(
      entry.line,
      `${name} has no known ending: write \`format: csv\`, jsonl, xes, parquet or ocel`,
    )
  try {
    const own = await columnsOf(path, format, entry)
    const columns = [...own]
    const joins: LoadedJoin[] = []
    for (const spec of entry.joins) {
      const joined = join(folder, spec.file)
      if (!(await stat(joined).catch(() => null))?.isFile())
        return problem(spec.line, `there is no file ${spec.file} to join beside ${name}`)
      const loaded = await loadJoin(spec, joined, formatOf(spec.file) ?? 'csv', entry, new Set(columns))
      if ('message' in loaded) return { problems: [loaded] }
      joins.push(loaded)
      columns.push(...loaded.columns)
    }
    const problems = own.length > 0 ? missingColumns(entry, columns, name, mappingFile) : []
    if (problems.length > 0) return { problems }
    return { entry, path, name, size: (await stat(path)).size, format, joins }
  } catch (error) {
    if (error instanceof FileError) return problem(entry.line, error.message)
    throw error
  }
}

/** Columns that a file names before its rows; none where only the records tell, or where they may be nested. */
async function columnsOf(path: string, format: Format, entry: RecordMapping): Promise<string[]> {
  if (format === 'csv') return csvColumns(path, entry.csv)
  if (format !== 'parquet') return []
  const columns = await parquetColumns(path)
  return entry.columns.some(({ column }) => columns.some((name) => column.startsWith(`${name}.`)))
    ? []
    : columns
}

/** The format by the ending of a name, compressed or not; null where it tells nothing. */
export function formatOf(name: string): Format | null {
  const ending = endings.exec(name)?.[1]?.toLowerCase()
  if (ending === undefined) return null
  if (ending === 'xes') return 'xes'
  if (ending === 'parquet' || ending === 'pq') return 'parquet'
  if (ending.includes('ocel')) return 'ocel'
  return ending === 'jsonl' || ending === 'ndjson' ? 'jsonl' : 'csv'
}

/** Endings of files that can be read, compressed or not. */
export const endings = /\.(csv|tsv|txt|jsonl|ndjson|xes|parquet|pq|jsonocel|ocel\.json|ocel)(\.gz)?$/i

/** Names of all files below a folder, relative to it, without hidden ones. */
export async function filesBelow(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  const names = found
    .filter((one) => one.isFile() || one.isSymbolicLink())
    .map((one) => relative(folder, join(one.parentPath, one.name)).split(sep).join('/'))
    .filter((name) => !/(^|\/)\./.test(name))
    .sort()
  return names.slice(0, maxFiles)
}

/** Reads a planned file; throws FileError where the whole file cannot be read. */
export function readFile(file: PlannedFile, options: ReadOptions = {}): AsyncGenerator<ReadBatch> {
  if (file.format === 'xes') return readXes(file.path, options)
  if (file.format === 'parquet') return readParquet(file.path)
  if (file.format === 'ocel') return readOcel(file.path, options)
  if (file.format === 'jsonl') return readJsonl(file.path, file.entry.csv.encoding, options)
  return readCsv(file.path, file.entry.csv, options)
}
