import type { IdentifierKinds } from '../identifier-kinds.ts'
import type { Mapping } from '../mapping.ts'
import { arrivedAs, readSegmentEvent, type SegmentResult } from '../segment-event.ts'
import { type Arrival, segmentLimits } from '../segment-record.ts'
import { cloudEvent } from './cloud-event.ts'
import { jitsuEvent } from './jitsu-event.ts'
import { postHogEvent } from './posthog-event.ts'

/** An event in the words of Segment, or why it cannot be said in them. */
export type InSegment = { event: unknown } | { field: string; reason: string }

interface Reading {
  inSegment(event: unknown): InSegment
  /** How the dialect calls the fields that Segment's names stand for: what a refusal names. */
  fields: Record<string, string>
  most_bytes: number
  /** An event may be about a thing alone: it need not say whose it is. */
  of_nobody?: boolean
}

const readings = {
  http: { inSegment: (event) => ({ event }), fields: {}, most_bytes: segmentLimits.event },
  jitsu: { inSegment: jitsuEvent, fields: {}, most_bytes: segmentLimits.event },
  posthog: {
    inSegment: postHogEvent,
    fields: { userId: 'distinct_id', anonymousId: 'distinct_id', messageId: 'uuid' },
    most_bytes: segmentLimits.large_event,
  },
  cloudevents: {
    inSegment: cloudEvent,
    fields: { userId: 'subject', event: 'type', timestamp: 'time', messageId: 'id' },
    most_bytes: segmentLimits.large_event,
    of_nobody: true,
  },
} satisfies Record<string, Reading>

/** How events of a source are spoken; the quarantine keeps it as the `file` of a record. `http` is Segment's own. */
export type Dialect = keyof typeof readings

export const isDialect = (file: string): file is Dialect => Object.hasOwn(readings, file)

/** Reads one event of a dialect by a mapping. What is refused stays as it came, so that it can be mended. Never throws. */
export function readEvent(
  dialect: Dialect,
  event: unknown,
  arrival: Arrival,
  mapping: Mapping,
  kinds: IdentifierKinds,
): SegmentResult {
  const { inSegment, fields, most_bytes, of_nobody = false }: Reading = readings[dialect]
  const said = inSegment(event)
  if (!('event' in said))
    return { rejected: { code: 'not_of_dialect', value: '', record: arrivedAs(event), ...said } }
  const result = readSegmentEvent(said.event, { ...arrival, most_bytes, of_nobody }, mapping, kinds)
  if (!('rejected' in result) || said.event === event) return result
  const { field } = result.rejected
  return { rejected: { ...result.rejected, field: fields[field] ?? field, record: arrivedAs(event) } }
}
