import type { Interaction } from './interaction.ts'

/** What stands before the names of those fields that OCEL and XES have no place for (docs/export.md). */
export const prefix = 'throughline:'

/** Fields of an interaction as texts, in the order in which they are written; what says nothing is ''. */
export const fieldNames = [
  'interaction_id',
  'source',
  'record_key',
  'sequence',
  'started_at',
  'ended_at',
  'channel',
  'touchpoint',
  'direction',
  'begun_by',
  'ball_after',
  'identifiers',
  'subjects',
  'information_given',
  'information_asked',
  'news',
  'promises',
  'statements',
  'score',
  'agent',
  'team',
  'cost',
  'text',
  'traits',
  'groups',
  'attributes',
  'tells_only',
] as const
export type FieldName = (typeof fieldNames)[number]
export type Fields = Record<FieldName, string>

/** Every field as one text: times in ISO 8601, lists and parts as JSON. */
export function fieldsOf(each: Interaction): Fields {
  return {
    interaction_id: each.interaction_id,
    source: each.source,
    record_key: each.record_key,
    sequence: String(each.sequence),
    started_at: new Date(each.started_at).toISOString(),
    ended_at: each.ended_at === null ? '' : new Date(each.ended_at).toISOString(),
    channel: each.channel,
    touchpoint: each.touchpoint,
    direction: each.direction,
    begun_by: each.begun_by,
    ball_after: each.ball_after,
    identifiers: listed(each.identifiers),
    subjects: listed(each.subjects),
    information_given: listed(each.information_given),
    information_asked: listed(each.information_asked),
    news: each.news === null ? '' : JSON.stringify(each.news),
    promises: listed(each.promises),
    statements: listed(each.statements),
    score: each.score === null ? '' : JSON.stringify(each.score),
    agent: each.agent,
    team: each.team,
    cost: each.cost === null ? '' : String(each.cost),
    text: each.text,
    traits: named(each.traits),
    groups: listed(each.groups),
    attributes: named(each.attributes),
    tells_only: each.tells_only ? 'true' : '',
  }
}

const listed = (list: readonly unknown[]) => (list.length === 0 ? '' : JSON.stringify(list))
const named = (of: Record<string, string>) => (Object.keys(of).length === 0 ? '' : JSON.stringify(of))

/** Names that a reader of events gives a meaning of their own. */
const reserved =
  /^(throughline:|event:|object:|qualifier:|related:|case:|concept:name$|time:timestamp$|org:resource$|__proto__$|$)/

export interface EventParts {
  /** Fields under the prefix. */
  fields: [name: string, value: string][]
  /** The interaction's own attributes under their own names. */
  attributes: [name: string, value: string][]
}

/**
 * An interaction as the attributes of an event, without the fields that have a place `apart`. What cannot stand as an attribute of its own, by its name or because `holds`
 * refuses its text, stands as JSON under `throughline:exact` and `throughline:attributes`.
 */
export function eventPartsOf(
  each: Interaction,
  apart: readonly FieldName[],
  holds: (text: string) => boolean = () => true,
): EventParts {
  const all = fieldsOf(each)
  const fields: [string, string][] = []
  const exact: Record<string, string> = {}
  for (const name of fieldNames) {
    if (name === 'attributes' || all[name] === '') continue
    if (!holds(all[name])) exact[name] = all[name]
    else if (!apart.includes(name)) fields.push([prefix + name, all[name]])
  }
  const attributes: [string, string][] = []
  const hidden: Record<string, string> = {}
  for (const [name, value] of Object.entries(each.attributes)) {
    if (reserved.test(name) || !holds(name) || !holds(value)) hidden[name] = value
    else attributes.push([name, value])
  }
  if (Object.keys(hidden).length > 0) fields.push([`${prefix}attributes`, asciiJson(hidden)])
  if (Object.keys(exact).length > 0) fields.push([`${prefix}exact`, asciiJson(exact)])
  return { fields, attributes }
}

/** JSON in which every character beyond ASCII is written by its number: any text format can hold it. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^ -~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** Spreadsheets run cells that begin with these; a quote before them keeps them text. A cell that begins with a quote gets another. */
const formula = /^[=+\-@\t\r']/

/** A text as a cell of an exported CSV. */
export const disarmed = (text: string) => (formula.test(text) ? `'${text}` : text)

/** Takes the quotes off that keep the cells of an exported CSV text. */
export function rearm(record: Record<string, string>): void {
  for (const column in record)
    if (record[column]!.charCodeAt(0) === 39) record[column] = record[column]!.slice(1)
}

/** The fields that an exported record holds, whichever format it stood in. */
export function fieldsIn(record: Record<string, string>): Partial<Fields> {
  if (record[`${prefix}source`] === undefined && record[`${prefix}exact`] === undefined)
    return record as Partial<Fields>
  const fields: Record<string, string> = {
    interaction_id: record['event:id'] ?? '',
    touchpoint: record['event:type'] ?? record['concept:name'] ?? '',
    started_at: record['event:time'] ?? record['time:timestamp'] ?? '',
  }
  const attributes: Record<string, string> = {}
  for (const column in record) {
    const value = record[column]!
    if (column.startsWith(prefix)) fields[column.slice(prefix.length)] = value
    else if (!reserved.test(column)) attributes[column] = value
  }
  if (fields.attributes !== undefined) Object.assign(attributes, parsed(fields.attributes))
  if (fields.exact !== undefined) Object.assign(fields, parsed(fields.exact))
  return { ...fields, attributes: named(attributes) } as Partial<Fields>
}

function parsed(text: string): object {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
