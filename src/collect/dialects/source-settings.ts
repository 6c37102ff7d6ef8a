import type { Context, Hono } from 'hono'
import { Problem } from '../../http/errors.ts'
import type { Pulse } from '../../http/pulse.ts'
import { isAway, isFull } from '../../storage/away.ts'
import type { Db } from '../../storage/operational.ts'
import type { CollectTables } from '../tables.ts'
import { knownDoor } from '../write-key.ts'
import { openTo } from './cross-origin.ts'
import { keyOf } from './key-of.ts'

interface Parts {
  db: Db<CollectTables>
  pulse: Pulse
}

/**
 * What browser SDKs ask before they send: where to, with which key, and that there is nothing else to load. They ask once,
 * and a page that gets no answer sends nothing at all: a key that sends too much has its settings all the same, and while
 * the store is away every key has them. Mounted before what refuses requests then.
 */
export function serveSourceSettings(app: Hono, parts: Parts): void {
  openTo(app, 'GET', ['/v1/projects/:key/settings'], async (context) => {
    const key = context.req.param('key') ?? ''
    return (await mayBeKnown(parts, key)) ? context.json(segmentSettings(context, key)) : unknownKey(context)
  })
  openTo(app, 'GET', ['/sourceConfig', '/sourceConfig/'], async (context) => {
    const key = keyOf(context)
    return key !== null && (await mayBeKnown(parts, key))
      ? context.json(rudderConfig(key))
      : unknownKey(context)
  })
}

async function mayBeKnown({ db, pulse }: Parts, key: string): Promise<boolean> {
  try {
    return (await pulse.meanwhile(() => knownDoor(db, key))) !== null
  } catch (error) {
    if (error instanceof Problem || isAway(error) || isFull(error)) return true
    throw error
  }
}

const unknownKey = (context: Context) =>
  context.json({ success: false, message: 'This write key is not known; make one under Sources, Keys.' }, 401)

/** The SDK signs its calls with the `apiKey` of this answer, and sends them to its `apiHost`: it has nothing but our address. */
function segmentSettings(context: Context, key: string) {
  const { host, protocol } = new URL(context.req.url)
  const secure = context.req.header('x-forwarded-proto') === 'https' || protocol === 'https:'
  return {
    integrations: {
      'Segment.io': {
        apiKey: key,
        apiHost: `${context.req.header('x-forwarded-host') ?? host}/v1`,
        protocol: secure ? 'https' : 'http',
        unbundledIntegrations: [],
        addBundledMetadata: false,
        versionSettings: { version: '4.4.7', componentTypes: ['browser'] },
      },
    },
    plan: {
      track: { __default: { enabled: true, integrations: {} } },
      identify: { __default: { enabled: true } },
      group: { __default: { enabled: true } },
    },
    analyticsNextEnabled: true,
    edgeFunction: {},
    middlewareSettings: {},
    enabledMiddleware: {},
    metrics: { sampleRate: 0 },
    remotePlugins: [],
  }
}

function rudderConfig(key: string) {
  const unset = { errors: { enabled: false }, metrics: { enabled: false } }
  return {
    source: {
      id: key,
      name: 'Throughline',
      writeKey: key,
      enabled: true,
      config: { statsCollection: unset },
      destinations: [],
      connections: [],
      dataplanes: {},
    },
  }
}
