import { Hono } from 'hono'
import { requestId } from 'hono/request-id'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import { type AccessTables, mountAccess, type SignIn } from './access/index.ts'
import { type ActTables, framedBy, mountAct } from './act/index.ts'
import {
  type CollectTables,
  type GroupCommit,
  type MailRoom,
  mountCollect,
  serveSourceSettings,
} from './collect/index.ts'
import type { Bus } from './events.ts'
import { notFound } from './http/errors.ts'
import { serveManual } from './http/manual.ts'
import { type Metrics, type MetricsAccess, serveMetrics } from './http/metrics.ts'
import { serveProbes } from './http/probes.ts'
import { type Pulse, refuseWhileSilent } from './http/pulse.ts'
import { logRequests } from './http/request-log.ts'
import { boundBodies, type Room } from './http/room.ts'
import { serveSdk } from './http/sdk.ts'
import { answerError, type Identify, mounter } from './http/serve.ts'
import { serveConsole } from './http/static.ts'
import { type IdentityTables, mountIdentity } from './identity/index.ts'
import type { JourneyTables } from './journeys/index.ts'
import { mountJourneys } from './journeys/index.ts'
import type { OpenAnalytics } from './storage/analytics.ts'
import type { Db } from './storage/operational.ts'

export type Tables = AccessTables & CollectTables & IdentityTables & JourneyTables & ActTables

export interface Parts {
  db: Db<Tables>
  analytics: OpenAnalytics
  data: string
  bus: Bus
  commit: GroupCommit
  mail: MailRoom
  signIn: SignIn
  identify: Identify
  log: Logger
  room: Room
  /** Whether PostgreSQL answers. */
  pulse: Pulse
  metrics: Metrics
  metricsAccess: MetricsAccess
  /** Brings customers and runs up to date now. */
  follow(workspace: string): Promise<void>
  prepare(workspace: string, built: number): void
  /** Tells the followers that something was stored. */
  stored(): void
}

/** The table of contents: the domains in the order of the loop, each mounting its own operations. */
export function createApp(parts: Parts): Hono {
  const app = new Hono()
  const { metrics } = parts
  app.onError((error, context) =>
    answerError(error, (err) => parts.log.error({ request_id: context.get('requestId'), err }, 'surprise')),
  )
  app.use(
    requestId({ limitLength: 100 }),
    logRequests(parts.log),
    metrics.countRequests,
    boundBodies(parts.room),
  )
  serveProbes(app, {
    postgresql: () => sql`SELECT 1`.execute(parts.db),
    clickhouse: () =>
      parts.analytics.engine.query({ sql: 'SELECT 1', params: {}, format: 'JSONEachRow' }, 'memory'),
  })
  serveMetrics(app, metrics.registry, parts.metricsAccess)
  serveSdk(app)
  serveSourceSettings(app, parts)
  app.use(refuseWhileSilent(parts.pulse))
  const mount = mounter(app, parts.identify)
  mountAccess(app, mount, parts)
  mountCollect(app, mount, parts)
  mountIdentity(mount, parts)
  mountJourneys(mount, parts)
  mountAct(mount, parts)
  app.all('/api/*', (context) => {
    throw notFound(`address ${context.req.path}`, 'The operations are listed in ARCHITECTURE.md.')
  })
  serveManual(app)
  serveConsole(app, (path) => framedBy(parts.db, path))
  return app
}
