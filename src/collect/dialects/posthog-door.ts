import type { Context, Hono } from 'hono'
import { openTo } from './cross-origin.ts'
import { acknowledgement, type DoorParts, receive, refusal } from './receive.ts'
import { isObject, jsonIn, readBody } from './request-body.ts'

/** Each with and without a slash at its end: SDKs differ. */
const slashed = (paths: string[]) => paths.flatMap((path) => [path, `${path}/`])

/** The PostHog dialect: capture and batch. Of its feature flags it answers that there are none. */
export function mountPostHogDoor(app: Hono, parts: DoorParts): void {
  openTo(app, 'POST', slashed(['/batch', '/capture', '/e', '/i/v0/e']), (context) =>
    receiveEvents(context, parts),
  )
  openTo(app, 'POST', slashed(['/flags', '/decide']), (context) => context.json(noFlags))
  openTo(app, 'GET', slashed(['/array/:key/config']), (context) =>
    context.json({ token: context.req.param('key'), ...noFlags }),
  )
}

const noFlags = {
  flags: {},
  featureFlags: {},
  featureFlagPayloads: {},
  errorsWhileComputingFlags: false,
  supportedCompression: ['gzip', 'gzip-js', 'base64'],
  sessionRecording: false,
  surveys: false,
  heatmaps: false,
}

async function receiveEvents(context: Context, parts: DoorParts): Promise<Response> {
  const bytes = await readBody(context)
  if ('refused' in bytes) return refusal(context, bytes)
  const read = jsonIn(unwrapped(bytes.toString('utf8')))
  if ('refused' in read) return refusal(context, read)
  const { json } = read
  const events = Array.isArray(json) ? json : isObject(json) && 'batch' in json ? json.batch : [json]
  if (!Array.isArray(events))
    return refusal(context, { refused: 'A batch is {"api_key": …, "batch": [event, …]}.', status: 400 })
  const envelope = isObject(json) ? json : {}
  const receipt = await receive(parts, {
    dialect: 'posthog',
    key: keyIn(envelope) ?? keyIn(events[0]) ?? null,
    events: events.map(withoutKey),
    sent_at: envelope.sent_at ?? context.req.query('_'),
  })
  return 'refused' in receipt
    ? refusal(context, receipt)
    : acknowledgement(context, receipt.stored, { status: 'Ok' })
}

/** Older browser SDKs send a form with one field, data, that is JSON or base64 of it. */
function unwrapped(text: string): string {
  if (!text.startsWith('data=')) return text
  const data = new URLSearchParams(text).get('data') ?? ''
  return /^\s*[[{]/.test(data) ? data : Buffer.from(data.replaceAll(' ', '+'), 'base64').toString('utf8')
}

function keyIn(said: unknown): string | undefined {
  if (!isObject(said)) return undefined
  const properties = isObject(said.properties) ? said.properties : {}
  const key = said.api_key ?? said.token ?? said.$token ?? properties.token ?? properties.api_key
  return typeof key === 'string' && key !== '' ? key : undefined
}

const keyNames = ['api_key', 'token', '$token']
const withoutKeys = (said: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(said).filter(([name]) => !keyNames.includes(name)))

/** An event is kept without the key it came with. */
function withoutKey(event: unknown): unknown {
  if (!isObject(event)) return event
  const kept = withoutKeys(event)
  return isObject(kept.properties) ? { ...kept, properties: withoutKeys(kept.properties) } : kept
}
