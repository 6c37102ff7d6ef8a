import { hash } from 'node:crypto'
import { flatten, tooDeep } from './flatten.ts'
import { plainText } from './identifier-text.ts'
import { type EventType, eventTypes } from './mapping-record.ts'
import type { FlatRecord } from './record.ts'
import { parseIsoTime } from './time-value.ts'

/** Why an event is refused: stable words for people and programs. */
export type SegmentCode =
  | 'not_an_object'
  | 'too_large'
  | 'too_deep'
  | 'too_many_values'
  | 'type_unknown'
  | 'no_user_anon_id'
  | 'event_missing'
  | 'group_id_missing'
  | 'previous_id_missing'
  | 'merge_properties_missing'
  | 'identifier_too_long'
  | 'message_id_too_long'
  | 'time_not_understood'
  | 'time_in_future'
  | 'time_before_1990'
  | 'not_of_dialect'

export interface SegmentRefusal {
  code: SegmentCode
  /** The field of the event that is meant, '' for the whole. */
  field: string
  reason: string
}

/** How an event arrived: the batch it came in says when it was sent. Times are epoch ms. */
export interface Arrival {
  received_at: number
  /** `sentAt` of the batch; an event's own goes first. */
  sent_at?: unknown
  /** Its place in the batch: the order of events of the same time. */
  place?: number
  /** From the path, where the event has no `type`. */
  type?: EventType
  /** Bytes an event may have; Segment's limit where nothing is said. */
  most_bytes?: number
  /** It need not say whose it is. */
  of_nobody?: boolean
}

/** An event as a flat record, with its corrected time in `timestamp`. */
export interface SegmentRecord {
  type: EventType
  /** messageId, or a hash of the content: what resending is recognised by. */
  message_id: string
  at: number
  record: FlatRecord
}

/**
 * 32 KB as Segment has it, and longer names of messages than Segment's SDKs make. Dialects that allow more get as much
 * as the quarantine can hold.
 */
export const segmentLimits = {
  event: 32_768,
  large_event: 100_000,
  batch: 500_000,
  events: 2_500,
  message_id: 100,
}

const earliest = Date.UTC(1990, 0, 1)
const day = 86_400_000

/** Checks an event and flattens it; never throws, whatever arrived. */
export function segmentRecord(event: unknown, arrival: Arrival): SegmentRecord | SegmentRefusal {
  const refuse = (code: SegmentCode, field: string, reason: string): SegmentRefusal => ({
    code,
    field,
    reason,
  })
  if (typeof event !== 'object' || event === null || Array.isArray(event))
    return refuse('not_an_object', '', 'an event is an object in braces')
  const record = flatten(event)
  if (typeof record === 'string')
    return refuse(record === tooDeep ? 'too_deep' : 'too_many_values', '', record)
  const most_bytes = arrival.most_bytes ?? segmentLimits.event
  if (Buffer.byteLength(JSON.stringify(event)) > most_bytes)
    return refuse('too_large', '', `more than ${most_bytes} bytes: send less with one event`)
  const type = eventTypes.find((one) => one === (record.type ?? arrival.type))
  if (type === undefined)
    return refuse('type_unknown', 'type', `the type of an event is one of ${eventTypes.join(', ')}`)
  const messageId = record.messageId?.trim() ?? ''
  if (messageId.length >= segmentLimits.message_id)
    return refuse(
      'message_id_too_long',
      'messageId',
      `a messageId has fewer than ${segmentLimits.message_id} characters`,
    )
  const missing = missingField(type, record, arrival.of_nobody ?? false)
  if (missing !== null) return missing
  const at = correctedTime(record, arrival)
  if (typeof at !== 'number') return at
  const message_id = messageId === '' ? contentId(record, type) : messageId
  record.type = type
  record.timestamp = String(at)
  record['event:channel'] = channelOf(type, record)
  return { type, message_id, at, record }
}

function missingField(type: EventType, record: FlatRecord, of_nobody: boolean): SegmentRefusal | null {
  const has = (column: string) => (record[column] ?? '').trim() !== ''
  if (type === 'merge') return missingOfMerge(record)
  if (!of_nobody && !has('userId') && !has('anonymousId'))
    return {
      code: 'no_user_anon_id',
      field: 'userId',
      reason: 'neither userId nor anonymousId: whose event is it?',
    }
  if (type === 'track' && !has('event'))
    return { code: 'event_missing', field: 'event', reason: 'a track call needs the name of the event' }
  if (type === 'group' && !has('groupId'))
    return { code: 'group_id_missing', field: 'groupId', reason: 'a group call needs groupId' }
  if (type === 'alias' && !has('previousId'))
    return { code: 'previous_id_missing', field: 'previousId', reason: 'an alias call needs previousId' }
  return null
}

/** The two identifiers that a merge call says are one person's, as columns. */
export const mergeColumns = ['mergeProperties.0', 'mergeProperties.1']

/** As RudderStack has it: two identifiers, each of some kind, and no other need be there. */
function missingOfMerge(record: FlatRecord): SegmentRefusal | null {
  const told = mergeColumns.every((column) => {
    const kind = plainText(record[`${column}.type`] ?? '')
    return (
      kind !== '' &&
      kind === record[`${column}.type`] &&
      kind.length <= 60 &&
      record[`${column}.value`]?.trim()
    )
  })
  if (told && record['mergeProperties.2.type'] === undefined) return null
  return {
    code: 'merge_properties_missing',
    field: 'mergeProperties',
    reason:
      'a merge call names two identifiers: [{"type": "email", "value": …}, {"type": "user_id", "value": …}]',
  }
}

/**
 * received − (sent − original): the sender's clock is trusted for how long ago something was, not for what time it was.
 * Without a time of its own an event happened when it was received; without sentAt its own time stands.
 */
function correctedTime(record: FlatRecord, { received_at, sent_at }: Arrival): number | SegmentRefusal {
  // Both: RudderStack's SDKs add the moment of the call to the time that the application says, which stands.
  const told = Boolean(record.timestamp?.trim() && record.originalTimestamp?.trim())
  const field = record.originalTimestamp && !told ? 'originalTimestamp' : 'timestamp'
  const original = timeOf(record[field])
  const said = record.sentAt ?? (sent_at === undefined || sent_at === null ? undefined : String(sent_at))
  const sent = told ? null : timeOf(said)
  if (Number.isNaN(original))
    return {
      code: 'time_not_understood',
      field,
      reason: 'not an ISO 8601 time, such as 2024-03-31T08:15:00.000Z',
    }
  if (original !== null && original < earliest)
    return { code: 'time_before_1990', field, reason: 'a time before 1990: a wrong clock, or a placeholder' }
  const at =
    original === null
      ? received_at
      : sent === null || Number.isNaN(sent)
        ? original
        : received_at - (sent - original)
  if (at > received_at + day)
    return { code: 'time_in_future', field, reason: 'more than a day after it was received: a wrong clock' }
  if (at < earliest)
    return {
      code: 'time_before_1990',
      field,
      reason: 'a time before 1990, corrected by sentAt: a wrong clock',
    }
  return at
}

function timeOf(text: string | undefined): number | null {
  return text === undefined || text.trim() === '' ? null : parseIsoTime(text.trim())
}

/** `web` or `app` by the library and context; '' from a server, where the event alone knows. */
function channelOf(type: EventType, record: FlatRecord): string {
  const library = record['context.library.name'] ?? ''
  if (type === 'screen' || /ios|android|swift|kotlin|react-native|flutter/i.test(library)) return 'app'
  const browser =
    record['context.page.url'] !== undefined ||
    /^analytics(\.js|-next)|javascript|jitsu-js|@jitsu\/js/i.test(library)
  if (type === 'page' || browser) return 'web'
  // Browser SDKs name an app, too: it tells only where nothing else does.
  return record['context.app.name'] !== undefined ? 'app' : ''
}

/** Equal events without an id are one event sent twice; when it was sent does not matter. */
function contentId(record: FlatRecord, type: EventType): string {
  const content = Object.entries(record).filter(
    ([column]) => !['sentAt', 'type', 'receivedAt'].includes(column),
  )
  return `content-${hash('sha1', JSON.stringify([type, ...content]), 'hex')}`
}
