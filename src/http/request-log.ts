import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { Logger } from 'pino'

declare module 'hono' {
  interface ContextVariableMap {
    requestId: string
  }
}

/**
 * Of each request a line: its id, the route (never the address, which may name a customer), status and time. The id is the
 * sender's `x-request-id` or a new one, and stands in the answer's header and in every answer that tells of an error.
 */
export function logRequests(log: Logger): MiddlewareHandler {
  return async (context, next) => {
    const began = performance.now()
    const request_id = context.get('requestId')
    await next()
    await nameInError(context, request_id)
    // After the answer: one made of an error would lose a header set before.
    context.header('x-request-id', request_id)
    const { method } = context.req
    const { status } = context.res
    if (status === 429 || status === 503) openToPages(context)
    log.info(
      { request_id, method, route: routeOf(context), status, ms: Math.round(performance.now() - began) },
      'answered',
    )
  }
}

/** The route that answers: as it was written, so that there are only so many. */
export function routeOf(context: Context): string {
  const paths = matchedRoutes(context).map(({ path }) => path)
  const exact = paths.find((path) => !path.endsWith('*'))
  return exact ?? paths.find((path) => path !== '*' && path !== '/*') ?? 'other'
}

/** A page of another origin is told neither the status nor how long to wait otherwise; there is nothing else in the answer. */
function openToPages(context: Context): void {
  context.header('access-control-allow-origin', '*')
  context.header('access-control-expose-headers', 'retry-after, x-request-id')
}

async function nameInError(context: Context, request_id: string): Promise<void> {
  const { res } = context
  if (res.status < 400 || !res.headers.get('content-type')?.includes('json')) return
  const body: unknown = await res
    .clone()
    .json()
    .catch(() => null)
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return
  const { status } = res
  const headers = new Headers(res.headers)
  headers.delete('content-length')
  context.res = new Response(JSON.stringify({ ...body, request_id }), { status, headers })
}
