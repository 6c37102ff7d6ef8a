import type { z } from 'zod'
import type { sourceState } from '../contract.ts'

type SourceState = z.infer<typeof sourceState>

export type SnippetKind = 'page' | 'curl' | 'node' | 'browser'

/** The one line that a site needs: our browser SDK, from this very server. */
export const scriptTag = (origin: string, key: string): string =>
  `<script async src="${origin}/sdk/throughline.js" data-write-key="${key}"></script>`

/** A first event to copy and paste, sent to this very server. */
export function snippet(kind: SnippetKind, origin: string, key: string): string {
  if (kind === 'page')
    return `${scriptTag(origin, key)}\n\n<!-- in a script of yours, when the visitor has agreed -->\nthroughline('consent', 'granted')\nthroughline('track', 'Order placed', { order_id: '4711' })`
  const event =
    '"userId": "customer-1", "event": "Order placed", "properties": { "order_id": "4711", "channel": "web" }'
  if (kind === 'curl') {
    return `curl ${origin}/v1/track \\\n  -u '${key}:' \\\n  -H 'content-type: application/json' \\\n  -d '{ ${event} }'`
  }
  if (kind === 'node') {
    return `import { Analytics } from '@segment/analytics-node'\n\nconst analytics = new Analytics({ writeKey: '${key}', host: '${origin}' })\nanalytics.track({\n  userId: 'customer-1',\n  event: 'Order placed',\n  properties: { order_id: '4711', channel: 'web' },\n})\nawait analytics.closeAndFlush()`
  }
  return `import { AnalyticsBrowser } from '@segment/analytics-next'\n\nconst analytics = AnalyticsBrowser.load(\n  { writeKey: '${key}', cdnURL: '${origin}' },\n  { integrations: { 'Segment.io': { apiHost: '${new URL(origin).host}/v1', protocol: '${new URL(origin).protocol.slice(0, -1)}' } } },\n)\nanalytics.track('Order placed', { order_id: '4711', channel: 'web' })`
}

export type Arrival =
  | { state: 'waiting' }
  | { state: 'arrived'; source: string; fresh: number }
  | { state: 'quarantined'; source: string }

/** What came in between two looks at the sources; an interaction counts before a quarantined record. */
export function arrivalOf(before: SourceState[], now: SourceState[]): Arrival {
  const was = (source: string) => before.find((one) => one.source === source)
  const arrived = now.find(
    (one) => one.kind === 'live' && one.interactions > (was(one.source)?.interactions ?? 0),
  )
  if (arrived)
    return {
      state: 'arrived',
      source: arrived.source,
      fresh: arrived.interactions - (was(arrived.source)?.interactions ?? 0),
    }
  const refused = now.find(
    (one) => one.kind === 'live' && one.quarantined > (was(one.source)?.quarantined ?? 0),
  )
  return refused ? { state: 'quarantined', source: refused.source } : { state: 'waiting' }
}
