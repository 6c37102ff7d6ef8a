import { z } from 'zod'
import { type Fields, fieldsIn } from './exported-fields.ts'
import { type IdentifierKinds, identifiersIn } from './identifier-kinds.ts'
import { deliveries, directions, type Interaction, parties, promiseActs, type Score } from './interaction.ts'
import { cut, fitting, limits } from './limits.ts'
import { oneOf } from './mapping-parts.ts'
import { type FlatRecord, Rejection } from './record.ts'
import { parseIsoTime } from './time-value.ts'

const day = 86_400_000
const earliest = Date.UTC(1990, 0, 1)

const name = z.string().max(limits.name)
const key = z.string().max(limits.key)
const phrase = z.string().max(limits.phrase)
const at = z
  .number()
  .int()
  .min(earliest)
  .max(Date.UTC(2200, 0, 1))
const shortTexts = z.record(name, z.string().max(limits.attribute_value))
const phrases = z.array(phrase).max(limits.phrases)

/** The parts of an interaction that an exported record holds as JSON. */
const parts = {
  identifiers: z.array(z.object({ kind: name.min(1), value: key })).max(500),
  subjects: z.array(z.object({ type: name.min(1), id: key })).max(5_000),
  information_given: phrases,
  information_asked: phrases,
  news: z
    .object({
      received: phrase.nullable(),
      needed_from_you: phrase.nullable(),
      next_by: at.nullable(),
      delivery: z.enum(deliveries),
    })
    .nullable(),
  promises: z
    .array(
      z.object({
        what: phrase.min(1),
        act: z.enum(promiseActs),
        due: at.nullable(),
        at: at.nullable(),
        fulfilled_by: z.array(name).max(500),
        replaced_by: z.array(name).max(500),
        voided_by: z.array(name).max(500),
      }),
    )
    .max(500),
  statements: z.array(z.object({ about: phrase, what: name, value: phrase, changes: z.boolean() })).max(500),
  score: z
    .object({
      question: name,
      value: z.number(),
      scale_min: z.number().nullable(),
      scale_max: z.number().nullable(),
      direction: z.enum(['higher_is_better', 'lower_is_better']),
    })
    .nullable(),
  traits: shortTexts,
  groups: z
    .array(z.object({ kind: name.min(1), key, name: phrase, role: name, traits: shortTexts }))
    .max(500),
  attributes: shortTexts.refine((all) => Object.keys(all).length <= limits.attributes),
}

const empty = {
  identifiers: [],
  subjects: [],
  information_given: [],
  information_asked: [],
  news: null,
  promises: [],
  statements: [],
  score: null as Score | null,
  traits: {},
  groups: [],
  attributes: {},
}

/**
 * The interaction that `throughline export` wrote as this record, with its id, source and place.
 * @throws Rejection naming the column that does not hold what an export writes there.
 */
export function exportedInteraction(record: FlatRecord, kinds: IdentifierKinds, now: number): Interaction {
  const fields = fieldsIn(record)
  const text = (column: keyof Fields) => fields[column] ?? ''
  const started_at = timeIn(fields, 'started_at', now + day)
  if (started_at === null) throw new Rejection('started_at', '', 'no time')
  const needed = (column: keyof Fields, most: number) => {
    const value = fitting(text(column), most, column)
    if (value === '') throw new Rejection(column, '', `no ${column}: an export always writes it`)
    return value
  }
  const told = text('tells_only') === 'true'
  return {
    interaction_id: idIn(fields),
    source: needed('source', 80),
    record_key: fitting(text('record_key'), limits.key, 'record_key'),
    sequence: sequenceIn(fields),
    started_at,
    ended_at: timeIn(fields, 'ended_at', now + 50 * 366 * day),
    channel: fitting(text('channel'), limits.name, 'channel'),
    touchpoint: needed('touchpoint', limits.name),
    direction: oneOf(text('direction'), directions, 'direction', 'unknown'),
    begun_by: oneOf(text('begun_by'), parties, 'begun_by', 'unknown'),
    ball_after: oneOf(text('ball_after'), parties, 'ball_after', 'unknown'),
    identifiers: identifiersIn(part(fields, 'identifiers'), kinds),
    subjects: part(fields, 'subjects'),
    information_given: part(fields, 'information_given'),
    information_asked: part(fields, 'information_asked'),
    news: part(fields, 'news'),
    promises: part(fields, 'promises'),
    statements: part(fields, 'statements'),
    score: part(fields, 'score'),
    agent: fitting(text('agent'), limits.name, 'agent'),
    team: fitting(text('team'), limits.name, 'team'),
    cost: costIn(fields),
    text: cut(text('text'), limits.text),
    traits: part(fields, 'traits'),
    groups: part(fields, 'groups'),
    attributes: part(fields, 'attributes'),
    ...(told ? { tells_only: true as const } : {}),
  }
}

type Part = keyof typeof parts

function part<P extends Part>(fields: Partial<Fields>, column: P): z.output<(typeof parts)[P]> {
  const text = fields[column] ?? ''
  if (text === '') return empty[column] as z.output<(typeof parts)[P]>
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Rejection(column, text, 'not the JSON that an export writes here')
  }
  const checked = parts[column].safeParse(value)
  if (checked.success) return checked.data as z.output<(typeof parts)[P]>
  const issue = checked.error.issues[0]
  throw new Rejection(
    column,
    text,
    `not what an export writes here: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
  )
}

function timeIn(fields: Partial<Fields>, column: 'started_at' | 'ended_at', latest: number): number | null {
  const text = fields[column] ?? ''
  if (text === '') return null
  const time = parseIsoTime(text)
  if (!(time >= earliest && time <= latest))
    throw new Rejection(column, text, 'no time, or one before 1990 or too far ahead')
  return time
}

function idIn(fields: Partial<Fields>): string {
  const id = (fields.interaction_id ?? '').toLowerCase()
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return id
  throw new Rejection('interaction_id', id, 'no id of an interaction: an export always writes it')
}

function sequenceIn(fields: Partial<Fields>): number {
  const text = fields.sequence ?? ''
  const value = text === '' ? 0 : Number(text)
  if (Number.isSafeInteger(value) && value >= 0) return value
  throw new Rejection('sequence', text, 'not a whole number')
}

function costIn(fields: Partial<Fields>): number | null {
  const text = fields.cost ?? ''
  if (text === '') return null
  const value = Number(text)
  if (Number.isFinite(value)) return value
  throw new Rejection('cost', text, 'not a number')
}
