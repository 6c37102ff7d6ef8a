import { timingSafeEqual } from 'node:crypto'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context, Hono, MiddlewareHandler } from 'hono'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { notFound } from './errors.ts'
import { routeOf } from './request-log.ts'
import type { Room } from './room.ts'

/**
 * Who may read `/metrics`: whoever asks from this machine and not through a proxy (`local`), whoever sends the token as
 * `Authorization: Bearer`, or nobody (`off`).
 */
export type MetricsAccess = 'local' | 'off' | { token: string }

export interface Metrics {
  /** Others add their own to it. */
  registry: Registry
  countRequests: MiddlewareHandler
}

/** Memory, event loop and requests of this process. */
export function createMetrics(room: Room): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const requests = new Counter({
    name: 'throughline_requests_total',
    help: 'Requests answered, by route, method and status',
    labelNames: ['route', 'method', 'status'],
    registers,
  })
  const seconds = new Histogram({
    name: 'throughline_request_seconds',
    help: 'From a request to its answer, by kind',
    labelNames: ['kind'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 20],
    registers,
  })
  new Gauge({
    name: 'throughline_body_bytes',
    help: 'Bytes that requests under way hold',
    registers,
    collect() {
      this.set(room.held())
    },
  })
  new Gauge({ name: 'throughline_body_bytes_most', help: 'Bytes that they may hold', registers }).set(
    room.most,
  )
  new Counter({
    name: 'throughline_requests_without_room_total',
    help: 'Requests refused with 503 because there was no room for their bodies',
    registers,
    collect() {
      this.reset()
      this.inc(room.refused())
    },
  })
  return {
    registry,
    countRequests: async (context, next) => {
      const ended = seconds.startTimer()
      await next()
      const route = routeOf(context)
      const method = methods.has(context.req.method) ? context.req.method : 'other'
      requests.inc({ route, method, status: context.res.status })
      ended({ kind: kindOf(route) })
    },
  }
}

const methods = new Set(['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'])

function kindOf(route: string): string {
  if (route.startsWith('/api/')) return 'api'
  if (route === 'other' || route.startsWith('/docs')) return 'page'
  return route.startsWith('/health') || route === '/metrics' ? 'probe' : 'door'
}

/** Serves the registry in Prometheus' text format. Whoever may not read it is told that there is nothing. */
export function serveMetrics(app: Hono, registry: Registry, access: MetricsAccess): void {
  app.get('/metrics', async (context) => {
    if (!mayRead(context, access))
      throw notFound(
        'address /metrics for you',
        'Ask from the machine itself, or set METRICS_TOKEN and send it as Authorization: Bearer.',
      )
    return context.body(await registry.metrics(), 200, {
      'content-type': registry.contentType,
      'cache-control': 'no-store',
    })
  })
}

function mayRead(context: Context, access: MetricsAccess): boolean {
  if (access === 'off') return false
  if (access !== 'local') return sameText(context.req.header('authorization') ?? '', `Bearer ${access.token}`)
  const forwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) =>
    context.req.header(name),
  )
  return !forwarded && isOwn(addressOf(context))
}

function sameText(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Null where the app was called without a connection. */
function addressOf(context: Context): string | null {
  try {
    return getConnInfo(context).remote.address ?? null
  } catch {
    return null
  }
}

const isOwn = (address: string | null) => address !== null && /^(127\.|::1$|::ffff:127\.)/.test(address)
