import type { Interaction } from '../collect/contract.ts'
import { eventPartsOf, fieldNames, prefix, sourceType } from '../collect/index.ts'
import {
  type Exporting,
  readInteractions,
  readObjects,
  readObjectTypes,
  readRuns,
  readRunsOf,
  readTouchpoints,
  runColumns,
} from './export-read.ts'

/** A source and what is known of it: OCEL has no place for that but an object. */
export interface SourceState {
  source: string
  kind: string
  complete_until: string | null
}

const runType = `${prefix}run`
const runAttributes = ['journey', 'subject_type', 'subject', 'started_at', 'ended_at', 'outcome'] as const
const always = '1970-01-01T00:00:00Z'

/** What stands elsewhere in an event: as its id, type, time and relationships. */
const apart = ['interaction_id', 'touchpoint', 'started_at', 'identifiers', 'subjects'] as const
const written = [...fieldNames.filter((name) => !apart.some((each) => each === name)), 'exact']

const named = (name: string, type = 'string') => ({ name, type })

/**
 * Interactions as OCEL 2.0 JSON: each an event, its subjects and identifiers objects it is related to as `subject` and `identifier`;
 * what OCEL has no place for stands in attributes that begin with `throughline:`. Where runs are asked for, each is an object too.
 */
export async function* ocelLog(
  asked: Exporting,
  sources: SourceState[],
  wrote: (interactions: number) => void,
): AsyncGenerator<string> {
  const runs = asked.what === 'runs'
  yield `{"objectTypes":${JSON.stringify(await objectTypesOf(asked))},\n"eventTypes":${JSON.stringify(await eventTypesOf(asked))},\n"objects":[\n`
  let first = true
  const lines = (elements: string[]) => {
    if (elements.length === 0) return ''
    const text = `${first ? '' : ',\n'}${elements.join(',\n')}`
    first = false
    return text
  }
  yield lines(sources.map(sourceObject))
  for await (const piece of readObjects(asked))
    yield lines(
      piece.map(([type, id]) =>
        JSON.stringify({ id: `${type}:${id}`, type, attributes: [], relationships: [] }),
      ),
    )
  if (runs) for await (const piece of readRuns(asked)) yield lines(piece.map(runObject))
  yield '\n],\n"events":[\n'
  first = true
  for await (const piece of readInteractions(asked))
    for (let from = 0; from < piece.length; from += 5_000) {
      const some = piece.slice(from, from + 5_000)
      const within = runs
        ? await readRunsOf(
            asked,
            some.map((each) => each.interaction_id),
          )
        : null
      yield lines(some.map((each) => eventOf(each, within?.get(each.interaction_id) ?? [])))
      wrote(some.length)
    }
  yield '\n]}\n'
}

async function objectTypesOf(asked: Exporting) {
  const types = (await readObjectTypes(asked)).map((name) => ({ name, attributes: [] as object[] }))
  const sourceOwn = { name: sourceType, attributes: [named('kind'), named('complete_until')] }
  const runOwn = { name: runType, attributes: runAttributes.map((name) => named(name)) }
  return [...types, sourceOwn, ...(asked.what === 'runs' ? [runOwn] : [])]
}

async function eventTypesOf(asked: Exporting) {
  const touchpoints = await readTouchpoints(asked)
  return touchpoints.map(({ touchpoint, names }) => ({
    name: touchpoint,
    attributes: [
      ...names.map((name) => named(name)),
      ...written.map((name) => named(prefix + name, name === 'ended_at' ? 'time' : 'string')),
    ],
  }))
}

const valued = (name: string, value: string) => ({ name, time: always, value })

function sourceObject({ source, kind, complete_until }: SourceState): string {
  return JSON.stringify({
    id: `${sourceType}:${source}`,
    type: sourceType,
    attributes: [
      valued('kind', kind),
      ...(complete_until === null ? [] : [valued('complete_until', complete_until)]),
    ],
    relationships: [],
  })
}

function runObject(row: unknown[]): string {
  const attributes = runAttributes.flatMap((name) => {
    const value = row[runColumns.indexOf(name)]
    if (value === null || value === '') return []
    return [valued(name, name.endsWith('_at') ? new Date(Number(value)).toISOString() : String(value))]
  })
  return JSON.stringify({ id: `${runType}:${row[0]}`, type: runType, attributes, relationships: [] })
}

function eventOf(each: Interaction, runs: [run_id: string, step: string][]): string {
  const { fields, attributes } = eventPartsOf(each, apart)
  return JSON.stringify({
    id: each.interaction_id,
    type: each.touchpoint,
    time: new Date(each.started_at).toISOString(),
    attributes: [...attributes, ...fields].map(([name, value]) => ({ name, value })),
    relationships: [
      ...each.subjects.map(({ type, id }) => ({ objectId: `${type}:${id}`, qualifier: 'subject' })),
      ...each.identifiers.map(({ kind, value }) => ({
        objectId: `${kind}:${value}`,
        qualifier: 'identifier',
      })),
      ...runs.map(([run_id, step]) => ({ objectId: `${runType}:${run_id}`, qualifier: step || 'run' })),
    ],
  })
}
