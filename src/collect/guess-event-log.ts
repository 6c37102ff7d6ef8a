import { prefix } from './exported-fields.ts'
import { profileColumns } from './guess-columns.ts'
import type { Format } from './mapping-record.ts'
import { readObjects, sourcesTold } from './ocel-objects.ts'
import { csvColumns } from './read-csv.ts'
import { readOcel } from './read-ocel.ts'
import { parquetColumns } from './read-parquet.ts'
import { readXes } from './read-xes.ts'
import { FileError, type FlatRecord, type ReadBatch } from './record.ts'

const rowsLookedAt = 20_000

/** Whether a file is OCEL, or was written by `throughline export`: what its records mean is then known, not guessed. */
export async function isEventLog(path: string, format: Format | null): Promise<boolean> {
  try {
    if (format === 'ocel') return true
    if (format === 'csv') return isExport(await csvColumns(path))
    if (format === 'parquet') return isExport(await parquetColumns(path))
    if (format === 'xes') return isExport(Object.keys((await firstRecords(readXes(path), 1))[0] ?? {}))
    return false
  } catch (error) {
    // Told by whoever reads the file for its own sake.
    if (error instanceof FileError) return false
    throw error
  }
}

const isExport = (columns: readonly string[]) =>
  columns.includes(`${prefix}source`) ||
  columns.includes(`${prefix}exact`) ||
  ['interaction_id', 'record_key', 'sequence', 'ball_after', 'tells_only'].every((name) =>
    columns.includes(name),
  )

async function firstRecords(batches: AsyncIterable<ReadBatch>, most: number): Promise<FlatRecord[]> {
  const records: FlatRecord[] = []
  for await (const { rows } of batches) {
    for (const { record } of rows) if (records.length < most) records.push(record)
    if (records.length >= most) break
  }
  return records
}

/** A mapping for it, as a person would write it. */
export async function guessEventLog(
  path: string,
  file: string,
  format: Format,
  source: string,
): Promise<{ yaml: string; subject_type: string }> {
  if (format !== 'ocel') return { yaml: exportedYaml(source, file, format, []), subject_type: '' }
  const records = await firstRecords(readOcel(path), rowsLookedAt)
  const columns = profileColumns(records).map(({ name }) => name)
  if (!isExport(columns)) return guessOcel(source, file, columns)
  const told = sourcesTold(await readObjects(path)).map(({ source: name, kind, complete_until }) => {
    const state = [
      ...(kind === 'live' ? ['kind: live'] : []),
      ...(complete_until ? [`complete_until: ${complete_until}`] : []),
    ]
    return state.length === 0 ? '' : `  ${JSON.stringify(name)}: { ${state.join(', ')} }`
  })
  return {
    yaml: exportedYaml(
      source,
      file,
      format,
      told.filter((line) => line !== ''),
    ),
    subject_type: '',
  }
}

function exportedYaml(source: string, file: string, format: Format, sources: string[]): string {
  return [
    '# Written by throughline export: every interaction keeps its id, its source and its place.',
    `source: ${JSON.stringify(source)}`,
    ...(sources.length > 0 ? ['sources:   # as they stood where it was exported', ...sources] : []),
    'records:',
    `  - file: ${JSON.stringify(file)}`,
    `    format: ${format}`,
    ...(format === 'csv' ? ['    csv: { delimiter: ",", encoding: utf-8 }'] : []),
    '    exported: true',
    '',
  ].join('\n')
}

const persons = /^(customer|client|user|person|member|citizen|patient|guest|subscriber|account holder)s?$/i

/** Every type of object is a kind of subject, persons are identifiers. */
function guessOcel(source: string, file: string, columns: string[]): { yaml: string; subject_type: string } {
  const types = columns.flatMap((column) => /^object:([^.]+)$/.exec(column)?.[1] ?? [])
  const own = columns.filter((column) => !/^(event|object|qualifier|related):/.test(column))
  const people = types.filter((type) => persons.test(type))
  const things = types.filter((type) => !persons.test(type))
  const ids = (type: string) => `{ column: ${JSON.stringify(`object:${type}`)}, split: "\\n" }`
  const agent = own.find((column) => /^(org:)?(resource|agent|employee|user)$/i.test(column))
  const kept = own.filter((column) => column !== agent)
  const details = columns.filter((column) => /^object:[^.]+\.|^qualifier:/.test(column))
  const lines = [
    '# Guessed from the types of its objects: read it, correct it, keep it. Lines with a # are not used.',
    `source: ${JSON.stringify(source)}`,
    'zone: UTC   # for times without an offset, for example Europe/Berlin',
    'records:',
    `  - file: ${JSON.stringify(file)}`,
    '    format: ocel',
    '    key: $event:id',
    '    touchpoint: $event:type',
    '    at: $event:time',
    '    # channel: web   # phone, email, shop … : no attribute tells it',
    ...(people.length > 0
      ? ['    identifiers:', ...people.map((type) => `      user_id: ${ids(type)}`).slice(0, 1)]
      : []),
    ...(things.length > 0
      ? [
          '    subjects:',
          ...things.map((type) => `      ${JSON.stringify(type.toLowerCase())}: ${ids(type)}`),
        ]
      : []),
    ...(agent ? [`    agent: ${JSON.stringify(`$${agent}`)}`] : []),
    ...(kept.length + details.length > 0
      ? [`    attributes: [${[...kept, ...details].map((column) => JSON.stringify(column)).join(', ')}]`]
      : []),
    '',
  ]
  return { yaml: lines.join('\n'), subject_type: (things[0] ?? '').toLowerCase() }
}
