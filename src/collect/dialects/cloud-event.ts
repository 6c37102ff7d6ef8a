import { hash } from 'node:crypto'
import { segmentLimits } from '../segment-record.ts'
import type { InSegment } from './dialect.ts'
import { isObject } from './request-body.ts'

const required = ['id', 'source', 'type'] as const

/** Attributes that are said elsewhere in an interaction. */
const apart = ['specversion', 'type', 'time', 'data', 'data_base64']

/**
 * A CloudEvent 1.0 in the JSON format, in Segment's words: its type is what happened, its subject whose it is, its data
 * the properties. The other attributes are `cloudevent.ce_source` and so on.
 */
export function cloudEvent(event: unknown): InSegment {
  if (!isObject(event)) return { field: '', reason: 'an event is an object in braces' }
  for (const field of required) {
    const value = event[field]
    if (typeof value !== 'string' || value.trim() === '')
      return { field, reason: `a CloudEvent has an attribute ${field}, which is a text and not empty` }
  }
  if (event.specversion !== '1.0')
    return { field: 'specversion', reason: 'the specversion understood is 1.0' }
  const { data, data_base64, time, type, subject } = event
  const properties = isObject(data) ? data : { data, data_base64 }
  const attributes = Object.entries(event).filter(([name]) => !apart.includes(name))
  return {
    event: {
      type: 'track',
      event: type,
      messageId: messageIdOf(String(event.id), String(event.source)),
      userId: subject ?? properties.userId ?? properties.user_id,
      anonymousId: properties.anonymousId ?? properties.anonymous_id,
      timestamp: time,
      // A till or a printing house says nothing of who began it, unless its data do.
      'event:direction': 'unknown',
      'event:begun_by': 'unknown',
      properties,
      cloudevent: Object.fromEntries(attributes.map(([name, value]) => [`ce_${name}`, value])),
    },
  }
}

/** Source and id together are what a CloudEvent is known by. A source is a URI and holds no blank, so no two pairs meet. */
function messageIdOf(id: string, source: string): string {
  const both = `${id} ${source}`
  const fits = both.length < segmentLimits.message_id && !/\s/.test(source) && both === both.trim()
  return fits ? both : `cloudevent-${hash('sha1', JSON.stringify([source, id]), 'hex')}`
}
