import type { InSegment } from './dialect.ts'
import { isObject } from './request-body.ts'

/** Jitsu speaks Segment, but says the account a person acts for beside the event and not in its context. */
export function jitsuEvent(event: unknown): InSegment {
  if (!isObject(event) || event.type === 'group') return { event }
  const { groupId, ...rest } = event
  if (groupId === undefined || groupId === null) return { event }
  return { event: { ...rest, context: { groupId, ...(isObject(event.context) ? event.context : {}) } } }
}
