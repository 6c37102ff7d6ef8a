import { z } from 'zod'
import { prefix } from './exported-fields.ts'
import { parseJson } from './flatten.ts'
import { JsonElements } from './json-elements.ts'
import { type ReadOptions, readText } from './read-text.ts'
import { FileError } from './record.ts'

/** Objects that are held while a file's events are read; a file with more is refused. */
const heldObjects = 10_000_000

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])
export const relationships = z
  .array(z.object({ objectId: z.coerce.string(), qualifier: z.coerce.string().default('') }))
  .nullish()

const object = z.object({
  id: z.coerce.string(),
  type: z.coerce.string(),
  attributes: z
    .array(z.object({ name: z.coerce.string(), value: scalar, time: z.coerce.string().default('') }))
    .nullish(),
  relationships,
})

export interface OcelObject {
  type: string
  /** In the order of the file; `time` null = it always held. */
  attributes: { name: string; value: string; time: number | null }[]
  /** Objects it is related to. */
  related: string[]
}

export type OcelObjects = Map<string, OcelObject>

/** A source that an export tells of: its state has no place in OCEL. */
export interface SourceTold {
  source: string
  kind: string
  complete_until: string
}

export const sourceType = `${prefix}source`

const none: never[] = []

/**
 * All objects of an OCEL 2.0 file, read before its events, since these name them by id alone. Held in memory: an object without
 * attributes and relations takes some 150 bytes.
 * @throws FileError where the file is no OCEL 2.0 JSON.
 */
export async function readObjects(path: string, options: ReadOptions = {}): Promise<OcelObjects> {
  const objects: OcelObjects = new Map()
  const types = new Map<string, string>()
  const plain = new Map<string, OcelObject>()
  const elements = new JsonElements(path, ['objects'], (_, element) => {
    const read = object.safeParse(parsed(path, element))
    if (!read.success) throw new FileError(`${path}: an object has no id or no type: ${element.slice(0, 80)}`)
    const { id, attributes, relationships: related } = read.data
    const type = types.get(read.data.type) ?? read.data.type
    types.set(type, type)
    if (objects.size >= heldObjects)
      throw new FileError(`${path} holds more than ${heldObjects} objects: divide it.`)
    if (!attributes?.length && !related?.length) {
      const same = plain.get(type) ?? { type, attributes: none, related: none }
      plain.set(type, same)
      objects.set(id, same)
      return
    }
    objects.set(id, {
      type,
      attributes: (attributes ?? []).flatMap(({ name, value, time }) =>
        value === null ? [] : { name, value: String(value), time: timeOf(time) },
      ),
      related: (related ?? []).map((each) => each.objectId),
    })
  })
  for await (const { text } of readText(path, { ...options, encoding: 'utf-8' })) elements.write(text)
  elements.end()
  if (elements.names.has('ocel:events'))
    throw new FileError(
      `${path} is OCEL 1.0. Convert it to OCEL 2.0 JSON, for example by pm4py: write_ocel2_json(read_ocel(…)).`,
    )
  if (!elements.names.has('events'))
    throw new FileError(`${path} has no events: OCEL 2.0 JSON is {"objects": […], "events": […], …}.`)
  return objects
}

/** Before 1971 a value is meant to have held from the beginning, as the standard's examples write it. */
function timeOf(text: string): number | null {
  const time = Date.parse(text)
  return Number.isNaN(time) || time < 31_536_000_000 ? null : time
}

/** What an export told of its sources. */
export function sourcesTold(objects: OcelObjects): SourceTold[] {
  const told: SourceTold[] = []
  for (const [id, { type, attributes }] of objects) {
    if (type !== sourceType) continue
    const of = (name: string) => attributes.find((each) => each.name === name)?.value ?? ''
    told.push({ source: bareId(id, type), kind: of('kind'), complete_until: of('complete_until') })
  }
  return told
}

/** Objects of an export are named `TYPE:ID`, so that equal ids of two types stay apart. */
export const bareId = (id: string, type: string) =>
  id.startsWith(`${type}:`) ? id.slice(type.length + 1) : id

/** The value of an element, or FileError. */
export function parsed(path: string, element: string): unknown {
  try {
    return parseJson(element)
  } catch (error) {
    throw new FileError(`${path} holds broken JSON: ${(error as Error).message}`)
  }
}
