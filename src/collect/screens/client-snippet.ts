/** Clients that can be shown how to send here (docs/clients.md). */
export const snippetClients = [
  ['curl', 'curl'],
  ['page', 'A page of your site'],
  ['segment-node', 'Segment, Node'],
  ['segment-browser', 'Segment, browser'],
  ['rudderstack-node', 'RudderStack, Node'],
  ['rudderstack-browser', 'RudderStack, browser'],
  ['jitsu', 'Jitsu'],
  ['posthog', 'PostHog, Node'],
  ['cloudevents', 'CloudEvents'],
] as const
export type SnippetClient = (typeof snippetClients)[number][0]

const track = `analytics.track({
  userId: 'customer-1',
  event: 'Order placed',
  properties: { order_id: '4711', channel: 'web' },
})`
const trackByName = `analytics.track('Order placed', { order_id: '4711', channel: 'web' })`

/** A first event to copy and paste, sent to this very server. */
export function snippet(client: SnippetClient, origin: string, key: string): string {
  if (client === 'curl')
    return `curl ${origin}/v1/track \\
  -u '${key}:' \\
  -H 'content-type: application/json' \\
  -d '{ "userId": "customer-1", "event": "Order placed", "properties": { "order_id": "4711", "channel": "web" } }'`
  if (client === 'cloudevents')
    return `curl ${origin}/cloudevents \\
  -u '${key}:' \\
  -H 'ce-specversion: 1.0' -H 'ce-id: 1' -H 'ce-source: /tills/1' \\
  -H 'ce-type: Order placed' -H 'ce-subject: customer-1' \\
  -H 'content-type: application/json' \\
  -d '{ "order_id": "4711", "channel": "shop" }'`
  return sdkSnippets[client](origin, key)
}

/** The one line that a site needs: our browser SDK, from this very server. */
export const scriptTag = (origin: string, key: string): string =>
  `<script async src="${origin}/sdk/throughline.js" data-write-key="${key}"></script>`

const sdkSnippets: Record<
  Exclude<SnippetClient, 'curl' | 'cloudevents'>,
  (origin: string, key: string) => string
> = {
  page: (origin, key) => `${scriptTag(origin, key)}

<!-- in a script of yours, when the visitor has agreed -->
throughline('consent', 'granted')
throughline('track', 'Order placed', { order_id: '4711' })`,
  'segment-node': (origin, key) => `import { Analytics } from '@segment/analytics-node'

const analytics = new Analytics({ writeKey: '${key}', host: '${origin}' })
${track}
await analytics.closeAndFlush()`,
  'segment-browser': (origin, key) => `import { AnalyticsBrowser } from '@segment/analytics-next'

const analytics = AnalyticsBrowser.load({ writeKey: '${key}', cdnURL: '${origin}' })
${trackByName}`,
  'rudderstack-node': (origin, key) => `import RudderAnalytics from '@rudderstack/rudder-sdk-node'

const analytics = new RudderAnalytics('${key}', { dataPlaneUrl: '${origin}' })
${track}
await analytics.flush()`,
  'rudderstack-browser': (origin, key) => `import { RudderAnalytics } from '@rudderstack/analytics-js'

const analytics = new RudderAnalytics()
analytics.load('${key}', '${origin}', { configUrl: '${origin}' })
${trackByName}`,
  jitsu: (origin, key) => `import { jitsuAnalytics } from '@jitsu/js'

// Its keys have two parts; the first is the write key.
const analytics = jitsuAnalytics({ host: '${origin}', writeKey: '${key}:any' })
${trackByName}`,
  posthog: (origin, key) => `import { PostHog } from 'posthog-node'

const posthog = new PostHog('${key}', { host: '${origin}' })
posthog.capture({
  distinctId: 'customer-1',
  event: 'Order placed',
  properties: { order_id: '4711', channel: 'web' },
})
await posthog.shutdown()`,
}
