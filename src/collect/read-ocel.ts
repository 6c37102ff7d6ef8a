import { z } from 'zod'
import { prefix } from './exported-fields.ts'
import { JsonElements } from './json-elements.ts'
import { limits } from './limits.ts'
import { bareId, type OcelObjects, parsed, readObjects, relationships } from './ocel-objects.ts'
import { type ReadOptions, readText } from './read-text.ts'
import { emptyRecord, type FlatRecord, inPieces, type ReadBatch } from './record.ts'

const event = z.object({
  id: z.coerce.string(),
  type: z.coerce.string(),
  time: z.coerce.string(),
  attributes: z
    .array(
      z.object({
        name: z.coerce.string(),
        value: z.union([z.string(), z.number(), z.boolean(), z.null()]),
      }),
    )
    .nullish(),
  relationships,
})
type Event = z.output<typeof event>

/**
 * Reads the events of an OCEL 2.0 JSON file (.jsonocel, .ocel.json, also .gz), one record each. Twice: objects first, for an event names
 * them by id alone. Columns: the event's attributes by name; `event:id`, `event:type`, `event:time`; for each type of object `object:TYPE`
 * (ids, one a line), `qualifier:TYPE` (as what, a line each), `object:TYPE.NAME` (an attribute as it was then, a line each) and
 * `related:TYPE` (ids of objects that those are related to). Throws FileError where the file is no OCEL 2.0.
 */
export async function* readOcel(path: string, options: ReadOptions = {}): AsyncGenerator<ReadBatch> {
  const objects = await readObjects(path, options)
  const batch: ReadBatch = { rows: [], rejected: [], bytes_read: 0 }
  let row = 0
  const elements = new JsonElements(path, ['events'], (_, element) => {
    row++
    const read = event.safeParse(parsed(path, element))
    if (read.success && (read.data.attributes?.length ?? 0) <= limits.columns)
      batch.rows.push({ row, record: recordOf(read.data, objects) })
    else
      batch.rejected.push({
        row,
        field: '',
        value: '',
        reason: read.success
          ? `more than ${limits.columns} attributes`
          : 'no event of OCEL 2.0: it needs id, type and time',
        record: element.slice(0, 10_000).toWellFormed(),
      })
  })
  for await (const { text, bytes_read } of readText(path, { ...options, encoding: 'utf-8' })) {
    elements.write(text)
    if (batch.rows.length + batch.rejected.length === 0) continue
    yield* inPieces({ ...batch, bytes_read })
    batch.rows = []
    batch.rejected = []
  }
  elements.end()
}

function recordOf(each: Event, objects: OcelObjects): FlatRecord {
  const record = emptyRecord()
  for (const { name, value } of each.attributes ?? [])
    if (value !== null && record[name] === undefined)
      record[name.toWellFormed()] = String(value).toWellFormed()
  record['event:id'] = each.id
  record['event:type'] = each.type
  record['event:time'] = each.time
  if (record[`${prefix}source`] === undefined) addObjects(record, each, objects)
  else addExported(record, each, objects)
  return record
}

/** What an export wrote as objects: identifiers and subjects, in their order. */
function addExported(record: FlatRecord, each: Event, objects: OcelObjects): void {
  const identifiers: { kind: string; value: string }[] = []
  const subjects: { type: string; id: string }[] = []
  for (const { objectId, qualifier } of each.relationships ?? []) {
    const type = objects.get(objectId)?.type
    if (type === undefined) continue
    const id = bareId(objectId, type)
    if (qualifier === 'identifier') identifiers.push({ kind: type, value: id })
    if (qualifier === 'subject') subjects.push({ type, id })
  }
  if (identifiers.length > 0) record[`${prefix}identifiers`] = JSON.stringify(identifiers)
  if (subjects.length > 0) record[`${prefix}subjects`] = JSON.stringify(subjects)
}

function addObjects(record: FlatRecord, each: Event, objects: OcelObjects): void {
  const lines = new Map<string, string[]>()
  const add = (column: string, line: string) => {
    const known = lines.get(column)
    if (known === undefined) lines.set(column, [line])
    else known.push(line)
  }
  const seen = new Set<string>()
  const time = Date.parse(each.time)
  for (const { objectId, qualifier } of each.relationships ?? []) {
    const found = objects.get(objectId)
    if (found === undefined) continue
    add(`object:${found.type}`, objectId)
    add(`qualifier:${found.type}`, qualifier)
    for (const [name, value] of valuesAt(found.attributes, time)) add(`object:${found.type}.${name}`, value)
    for (const id of found.related) seen.add(id)
  }
  for (const id of seen) {
    const type = objects.get(id)?.type
    if (type !== undefined) add(`related:${type}`, id)
  }
  for (const [column, own] of lines)
    record[column.toWellFormed()] = own
      .map((line) => line.replaceAll('\n', ' '))
      .join('\n')
      .toWellFormed()
}

/** Each attribute as it was at a time: of values that changed the last before it, else the first. */
function valuesAt(
  attributes: { name: string; value: string; time: number | null }[],
  at: number,
): Map<string, string> {
  const values = new Map<string, string>()
  const since = new Map<string, number>()
  for (const { name, value, time } of attributes) {
    const from = time ?? Number.NEGATIVE_INFINITY
    const known = since.get(name)
    if (known !== undefined && (from > at || from < known)) continue
    values.set(name, value)
    since.set(name, from > at ? Number.NEGATIVE_INFINITY : from)
  }
  return values
}
