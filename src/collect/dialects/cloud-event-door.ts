import type { Context, Hono } from 'hono'
import { cloudEventsIn } from './cloud-event-http.ts'
import { openTo } from './cross-origin.ts'
import { keyOf } from './key-of.ts'
import { acknowledgement, type DoorParts, receive, refusal } from './receive.ts'
import { readBody } from './request-body.ts'

/** CloudEvents 1.0.2 over HTTP: binary, structured, batched. */
export function mountCloudEventDoor(app: Hono, parts: DoorParts): void {
  openTo(app, 'POST', ['/cloudevents', '/cloudevents/'], (context) => receiveEvents(context, parts))
}

async function receiveEvents(context: Context, parts: DoorParts): Promise<Response> {
  const bytes = await readBody(context)
  if ('refused' in bytes) return refusal(context, bytes)
  const found = cloudEventsIn(context.req.raw.headers, bytes)
  if ('refused' in found) return refusal(context, found)
  const receipt = await receive(parts, { dialect: 'cloudevents', key: keyOf(context), events: found.events })
  return 'refused' in receipt
    ? refusal(context, receipt)
    : acknowledgement(context, receipt.stored, { success: true })
}
