// The npm packages that applications send events with, unmodified, behind one small interface for the tests.
import { createRequire } from 'node:module'
import { setTimeout as wait } from 'node:timers/promises'
import { DittofeedSdk } from '@dittofeed/sdk-node'
import { jitsuAnalytics } from '@jitsu/js'
import { Analytics as SegmentAnalytics } from '@segment/analytics-node'
import { CloudEvent, emitterFor, httpTransport, type Mode } from 'cloudevents'
import { PostHog } from 'posthog-node'

export interface Happened {
  /** One of both, or both where a client can say both. */
  user?: string
  visitor?: string
  event: string
  order: string
  /** Epoch ms; clients that cannot say it say now. */
  at: number
}

export interface Client {
  happened(what: Happened): Promise<void> | void
  /** That the visitor is this user. */
  identified?(user: string, visitor: string, email: string): Promise<void> | void
  /** Sends what is waiting; rejects where the client says that something was lost. */
  close(): Promise<void>
}

export interface Given {
  address: string
  key: string
}

export interface ClientKind {
  open(given: Given): Client
  /** How often it sends a batch, by its source and its defaults, before it gives up; 1 leaves sending again to whoever calls it. */
  tries: number
  /** A call that is made again is the same event. False: it gives each call an id of its own and takes none. */
  same_again: boolean
  /** It lets an application say who did something, and when. Jitsu's one instance is one visitor, now. */
  told: boolean
}

const require = createRequire(import.meta.url)

/** How the two older clients are called, which have no types of their own or others' names in them. */
interface OlderClient {
  track(message: object, sent: (error?: Error) => void): void
  identify(message: object, sent: (error?: Error) => void): void
  flush(): Promise<unknown>
}
type OlderClass = new (key: string, options: object) => OlderClient

function older(client: OlderClient): Client {
  let waiting = 0
  const lost: Error[] = []
  const begin = () => {
    waiting++
    return (error?: Error) => {
      waiting--
      if (error) lost.push(error)
    }
  }
  return {
    happened: ({ user, visitor, event, order, at }) =>
      client.track(
        {
          ...(user === undefined ? {} : { userId: user }),
          ...(visitor === undefined ? {} : { anonymousId: visitor }),
          event,
          properties: { order_id: order, total: 12.5 },
          timestamp: new Date(at),
        },
        begin(),
      ),
    identified: (user, visitor, email) =>
      client.identify({ userId: user, anonymousId: visitor, traits: { email } }, begin()),
    // One flush sends one batch.
    close: async () => {
      for (const late = Date.now() + 120_000; waiting > 0 && Date.now() < late; await wait(20))
        await client.flush()
      if (waiting > 0) lost.push(new Error(`${waiting} events never sent`))
      if (lost.length > 0) throw new Error(`given up: ${lost[0]}`)
    },
  }
}

function legacySegment({ address, key }: Given): Client {
  const Analytics = require('analytics-node') as OlderClass
  return older(new Analytics(key, { host: address, flushAt: 7, flushInterval: 100 }))
}

function rudderStack({ address, key }: Given, more: object): Client {
  const module = require('@rudderstack/rudder-sdk-node') as OlderClass & { default?: OlderClass }
  const Analytics = module.default ?? module
  return older(new Analytics(key, { dataPlaneUrl: address, flushAt: 7, flushInterval: 100, ...more }))
}

function segment({ address, key }: Given): Client {
  const analytics = new SegmentAnalytics({
    writeKey: key,
    host: address,
    flushAt: 7,
    flushInterval: 100,
  })
  const lost: unknown[] = []
  analytics.on('error', (error) => lost.push(error))
  return {
    happened: ({ user, visitor, event, order, at }) =>
      analytics.track({
        ...(visitor === undefined ? { userId: user! } : { userId: user, anonymousId: visitor }),
        event,
        properties: { order_id: order, total: 12.5 },
        timestamp: new Date(at),
      }),
    identified: (user, visitor, email) =>
      analytics.identify({ userId: user, anonymousId: visitor, traits: { email } }),
    close: async () => {
      await analytics.closeAndFlush({ timeout: 60_000 })
      if (lost.length > 0) throw new Error(`given up: ${JSON.stringify(lost[0])}`)
    },
  }
}

/** It only writes a failure down: here it is told to whoever called. */
function jitsu({ address, key }: Given): Client {
  const failures: string[] = []
  const errorPolicy = (failure: string) => void failures.push(failure)
  const analytics = jitsuAnalytics({ host: address, writeKey: `${key}:secret`, errorPolicy })
  return {
    happened: async ({ event, order }) => {
      await analytics.track(event, { order_id: order, total: 12.5 })
      const failure = failures.pop()
      if (failure !== undefined) throw new Error(failure)
    },
    identified: async (user, _visitor, email) => {
      await analytics.identify(user, { email })
    },
    close: async () => undefined,
  }
}

/** It gives up a batch that fails; flushed after every call it at least says so. One instance for the whole process. */
function dittofeed({ address, key }: Given): Client {
  Reflect.set(DittofeedSdk, 'instance', null)
  const writeKey = `Basic ${Buffer.from(`${key}:`).toString('base64')}`
  const opened = DittofeedSdk.init({ writeKey, host: address })
  return {
    happened: async ({ user, visitor, event, order, at }) => {
      await opened
      const who = visitor === undefined ? { userId: user! } : { anonymousId: visitor }
      const properties = { order_id: order, total: 12.5 }
      const timestamp = new Date(at).toISOString()
      DittofeedSdk.track({ messageId: `d-${order}`, ...who, event, properties, timestamp })
      await DittofeedSdk.flush()
    },
    identified: async (user, visitor, email) => {
      const both = { userId: user, anonymousId: visitor, traits: { email } }
      DittofeedSdk.identify(both)
      await DittofeedSdk.flush()
    },
    close: async () => undefined,
  }
}

function postHog({ address, key }: Given): Client {
  const client = new PostHog(key, {
    host: address,
    flushAt: 7,
    maxBatchSize: 7,
    flushInterval: 100,
    // Three seconds by default.
    fetchRetryDelay: 200,
  })
  return {
    happened: ({ user, visitor, event, order, at }) =>
      client.capture({
        distinctId: user ?? visitor!,
        event,
        properties: {
          order_id: order,
          total: 12.5,
          ...(user === undefined ? { $process_person_profile: false } : {}),
        },
        timestamp: new Date(at),
      }),
    identified: (user, visitor, email) => {
      client.identify({ distinctId: user, properties: { email } })
      client.alias({ distinctId: user, alias: visitor })
    },
    close: () => client.shutdown(60_000),
  }
}

function cloudEvents({ address, key }: Given, mode: Mode): Client {
  const emit = emitterFor(httpTransport(`${address}/cloudevents?writeKey=${key}`), { mode })
  return {
    happened: async ({ user, event, order, at }) => {
      const said = new CloudEvent({
        id: order,
        source: '/tills/berlin-3',
        type: event,
        time: new Date(at).toISOString(),
        ...(user === undefined ? {} : { subject: user }),
        data: { order_id: order, total: 12.5, email: user && `${user}@example.org` },
      })
      const answer = (await emit(said)) as { body: string }
      if (!/"success":true/.test(answer.body)) throw new Error(answer.body)
    },
    close: async () => undefined,
  }
}

export const nodeClients: Record<string, ClientKind> = {
  // maxRetries 10 (app/analytics-node.js); a 429 with Retry-After does not count (plugins/segmentio/publisher.js).
  '@segment/analytics-node': { open: segment, tries: 11, same_again: true, told: true },
  // retryCount 3 (index.js), of network errors, 429 and 5xx; without errorHandler the process ends on the fourth.
  'analytics-node': { open: legacySegment, tries: 4, same_again: true, told: true },
  // The same (cjs/index.js); its axios-retry waits as long as Retry-After says.
  '@rudderstack/rudder-sdk-node': {
    open: (given) => rudderStack(given, {}),
    tries: 4,
    same_again: true,
    told: true,
  },
  '@rudderstack/rudder-sdk-node, unpacked': {
    open: (given) => rudderStack(given, { gzip: false }),
    tries: 4,
    same_again: true,
    told: true,
  },
  // fetchRetryCount 3 (@posthog/core, posthog-core-stateless.mjs); then an answer loses the batch, a broken connection does not.
  'posthog-node': { open: postHog, tries: 4, same_again: true, told: true },
  // errorPolicy tells of a failure, and that is all (jitsu.cjs.js, send).
  '@jitsu/js': { open: jitsu, tries: 1, same_again: false, told: false },
  // flush() rejects, and the batch has left the queue (sdk-js-base, batchQueue.js).
  '@dittofeed/sdk-node': { open: dittofeed, tries: 1, same_again: true, told: true },
  // The transport resolves with the answer's body whatever its status, or rejects; the specification lets a producer send
  // the same event, by its source and id, again.
  'cloudevents, binary': {
    open: (given) => cloudEvents(given, 'binary' as Mode),
    tries: 1,
    same_again: true,
    told: true,
  },
  'cloudevents, structured': {
    open: (given) => cloudEvents(given, 'structured' as Mode),
    tries: 1,
    same_again: true,
    told: true,
  },
}
