import { builtInKinds, type IdentifierKinds, identifiersIn, tooLong } from './identifier-kinds.ts'
import type { GroupSaid, Identifier, Interaction } from './interaction.ts'
import { cut, limits } from './limits.ts'
import type { Mapping } from './mapping.ts'
import type { EventType } from './mapping-record.ts'
import { type FlatRecord, Rejection } from './record.ts'
import { type Arrival, mergeColumns, type SegmentCode, segmentRecord } from './segment-record.ts'
import { segmentGroup, segmentTraits } from './segment-traits.ts'

/**
 * What an event became. `interactions` may be empty: identify, group, alias and merge tell who is who, and a mapping may leave
 * events out. Each of `links` says who one person is.
 */
export type SegmentResult =
  | { message_id: string; at: number; interactions: Interaction[]; links: Told[] }
  | {
      rejected: {
        code: SegmentCode | 'mapping'
        field: string
        value: string
        reason: string
        record: string
      }
    }

/** Who somebody is: identifiers of one person, what was said of them, and the groups they belong to. */
export interface Told {
  identifiers: Identifier[]
  traits: Record<string, string>
  groups: GroupSaid[]
}

/** Reads one event of the Segment dialect by a mapping (`segmentMapping` to begin with). Never throws. */
export function readSegmentEvent(
  event: unknown,
  arrival: Arrival,
  mapping: Mapping,
  kinds: IdentifierKinds = builtInKinds,
): SegmentResult {
  const read = segmentRecord(event, arrival)
  if ('code' in read) return { rejected: { ...read, value: '', record: arrivedAs(event) } }
  const interactions: Interaction[] = []
  for (const entry of mapping.records) {
    if (!entry.events?.includes(read.type)) continue
    const mapped = entry.map(read.record, {
      row: arrival.place ?? 0,
      key: read.message_id,
      now: arrival.received_at,
      kinds,
    })
    if ('rejected' in mapped)
      return { rejected: { code: 'mapping', ...mapped.rejected, record: arrivedAs(event) } }
    if ('interactions' in mapped) interactions.push(...mapped.interactions)
  }
  try {
    const links = linksOf(read.type, read.record, kinds)
    return { message_id: read.message_id, at: read.at, interactions, links }
  } catch (error) {
    if (!(error instanceof Rejection)) throw error
    const { field, value, reason } = error
    return { rejected: { code: 'identifier_too_long', field, value, reason, record: arrivedAs(event) } }
  }
}

/** An event as it arrived, for the quarantine; '' where it cannot be written. */
export function arrivedAs(event: unknown): string {
  try {
    return cut(JSON.stringify(event) ?? '', 100_000)
  } catch {
    return ''
  }
}

/** Calls that tell who is who. */
const telling: readonly EventType[] = ['identify', 'alias', 'group', 'merge']

/** Who is who: the identifiers that identify, group, alias and merge put together. */
function linksOf(type: EventType, record: FlatRecord, kinds: IdentifierKinds): Told[] {
  if (!telling.includes(type)) return []
  const written: Identifier[] = []
  const add = (kind: string, ...columns: string[]) => {
    for (const column of columns) {
      const value = record[column]?.trim() ?? ''
      if (value === '') continue
      if (value.length > limits.key) throw new Rejection(column, value, tooLong)
      written.push({ kind, value })
      return
    }
  }
  add('user_id', 'userId')
  add('anonymous_id', 'anonymousId')
  // A group's traits are the group's; a person's e-mail stands in context.traits then.
  add('email', ...(type === 'group' ? [] : ['traits.email']), 'context.traits.email')
  add('phone', ...(type === 'group' ? [] : ['traits.phone']), 'context.traits.phone')
  if (type === 'alias') {
    // Segment does not tell whether the id before was a visitor's or a user's.
    add('user_id', 'previousId')
    add('anonymous_id', 'previousId')
  }
  if (type === 'merge')
    for (const column of mergeColumns) add(mergedKind(record[`${column}.type`] ?? ''), `${column}.value`)
  const distinct = identifiersIn(written, kinds)
  const traits = segmentTraits(record, type === 'identify')
  const groups = type === 'group' ? segmentGroup(record) : []
  const of_one = distinct.length === 1 && (Object.keys(traits).length > 0 || groups.length > 0)
  return distinct.length > 1 || of_one ? [{ identifiers: distinct, traits, groups }] : []
}

/** RudderStack's names of its own two ids. */
function mergedKind(type: string): string {
  if (type === 'userId') return 'user_id'
  return type === 'anonymousId' ? 'anonymous_id' : type
}

/** The events of a body: of a batch with its context merged into each, or the body itself. Null where it is neither. */
export function segmentEvents(body: unknown): { events: unknown[]; sent_at: unknown } | null {
  if (!isObject(body)) return null
  if (body.batch === undefined) return { events: [body], sent_at: body.sentAt }
  if (!Array.isArray(body.batch)) return null
  const { context, integrations } = body
  const events = body.batch.map((event: unknown) => {
    if (!isObject(event)) return event
    const merged = { ...event }
    if (isObject(context)) merged.context = { ...context, ...(isObject(event.context) ? event.context : {}) }
    if (isObject(integrations))
      merged.integrations = { ...integrations, ...(isObject(event.integrations) ? event.integrations : {}) }
    return merged
  })
  return { events, sent_at: body.sentAt }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
