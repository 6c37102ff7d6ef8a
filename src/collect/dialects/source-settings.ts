import type { Context, Hono } from 'hono'
import type { Db } from '../../storage/operational.ts'
import type { CollectTables } from '../tables.ts'
import { doorOf } from '../write-key.ts'
import { openTo } from './cross-origin.ts'
import { keyOf } from './key-of.ts'

/** What browser SDKs ask before they send: where to, with which key, and that there is nothing else to load. */
export function sourceSettings(app: Hono, db: Db<CollectTables>): void {
  openTo(app, 'GET', ['/v1/projects/:key/settings'], async (context) => {
    const key = context.req.param('key') ?? ''
    return (await doorOf(db, key)) === null
      ? unknownKey(context)
      : context.json(segmentSettings(context, key))
  })
  openTo(app, 'GET', ['/sourceConfig', '/sourceConfig/'], async (context) => {
    const key = keyOf(context)
    const door = key === null ? null : await doorOf(db, key)
    if (key === null || door === null) return unknownKey(context)
    return context.json(rudderConfig(key, door.key_id, door.source))
  })
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

function rudderConfig(key: string, id: string, name: string) {
  const unset = { errors: { enabled: false }, metrics: { enabled: false } }
  return {
    source: {
      id,
      name,
      writeKey: key,
      enabled: true,
      config: { statsCollection: unset },
      destinations: [],
      connections: [],
      dataplanes: {},
    },
  }
}
