import { randomUUID } from 'node:crypto'
import type { Context, Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { Problem } from '../../http/errors.ts'
import { isAway, isFull } from '../../storage/away.ts'
import { segmentEvents } from '../segment-event.ts'
import { openTo } from './cross-origin.ts'
import type { Dialect } from './dialect.ts'
import { keyOf } from './key-of.ts'
import { pixelEvent, pixelImage } from './pixel.ts'
import { acknowledgement, type DoorParts, receive, refusal } from './receive.ts'
import { readObject } from './request-body.ts'

const kinds = ['identify', 'track', 'page', 'screen', 'group', 'alias'] as const
type Kind = (typeof kinds)[number] | 'merge'

/**
 * The Segment dialect and those that differ from it by addresses alone: RudderStack, Jitsu and Dittofeed (docs/http.md).
 * 200 only after the write is durable; a bad event goes to quarantine and never spoils its batch; 4xx only for what cannot
 * be read at all, because some SDKs drop the batch on it.
 */
export function mountSegmentDoor(app: Hono, parts: DoorParts): void {
  const calls = (paths: (kind: Kind) => string[], dialect: Dialect, answer = 200) => {
    for (const kind of [...kinds, 'merge'] as const)
      openTo(app, 'POST', paths(kind), (context) => receiveCall(context, parts, dialect, kind, answer))
  }
  const batches = (paths: string[], dialect: Dialect, answer = 200) =>
    openTo(app, 'POST', paths, (context) => receiveCall(context, parts, dialect, null, answer))
  // The browser's SDK says t for track and so on.
  calls((kind) => [`/v1/${kind}`, ...(kind === 'merge' ? [] : [`/v1/${kind[0]}`])], 'http')
  batches(['/v1/batch', '/v1/b', '/v1/import', '/beacon/v1/batch'], 'http')
  calls((kind) => [`/api/s/${kind}`, `/api/s/s2s/${kind}`], 'jitsu')
  calls((kind) => [`/api/public/apps/${kind}`], 'http', 204)
  batches(['/api/public/apps/batch'], 'http', 204)
  for (const kind of kinds) app.get(`/v1/pixel/${kind}`, (context) => receivePixel(context, parts, kind))
  for (const kind of ['track', 'page'] as const)
    app.get(`/pixel/v1/${kind}`, (context) => receivePixel(context, parts, kind))
  // Measurements an SDK takes of itself are nobody's interactions.
  openTo(app, 'POST', ['/v1/m'], (context) => context.json({ success: true }))
}

/** @param kind of the call by its address; null: a batch. */
async function receiveCall(
  context: Context,
  parts: DoorParts,
  dialect: Dialect,
  kind: Kind | null,
  answer: number,
): Promise<Response> {
  const read = await readObject(context)
  if ('refused' in read) return refusal(context, read)
  const key = keyOf(context, read.body)
  const { writeKey: _, ...body } = read.body
  const found = segmentEvents(kind === null ? body : { type: kind, ...body })
  if (found === null) return refusal(context, { refused: 'A batch is {"batch": [event, …]}.', status: 400 })
  const receipt = await receive(parts, { dialect, key, ...found })
  if ('refused' in receipt) return refusal(context, receipt)
  return answer === 204
    ? context.body(null, 204)
    : acknowledgement(context, receipt.stored, { success: true })
}

/** The image comes whatever is refused, for a page must not show a broken one; the status tells the truth. */
async function receivePixel(context: Context, parts: DoorParts, kind: Kind): Promise<Response> {
  const read = pixelEvent(new URL(context.req.url).searchParams)
  const image = (status: number) =>
    context.body(pixelImage, status as ContentfulStatusCode, {
      'content-type': 'image/gif',
      'cache-control': 'no-store',
    })
  if (read === null) return image(400)
  const { writeKey: _, ...event } = read
  // Every look is one of its own: an image is not sent again as a batch is.
  const events = [{ messageId: `pixel-${randomUUID()}`, ...event, type: kind }]
  try {
    const receipt = await receive(parts, { dialect: 'http', key: keyOf(context, read), events })
    return image('refused' in receipt ? receipt.status : 200)
  } catch (error) {
    if (error instanceof Problem) return image(error.details.status)
    if (isAway(error) || isFull(error)) return image(503)
    throw error
  }
}
