import type { Context, Handler, Hono } from 'hono'

/**
 * Serves an address to pages of any origin: a write key is no secret there, and cookies play no part. Also answers the
 * handshake of CloudEvents webhooks, by which a sender asks whether it may deliver.
 */
export function openTo(app: Hono, method: 'GET' | 'POST', paths: string[], handler: Handler): void {
  for (const path of paths) {
    app.options(path, preflight)
    app.on(
      method,
      path,
      async (context, next) => {
        await next()
        // After the answer: an error's would lose them, and the browser then hides its status from the SDK.
        context.res.headers.set('access-control-allow-origin', '*')
        context.res.headers.set('access-control-expose-headers', 'retry-after, x-request-id')
      },
      handler,
    )
  }
}

function preflight(context: Context): Response {
  context.header('access-control-allow-origin', '*')
  context.header(
    'access-control-allow-headers',
    context.req.header('access-control-request-headers') ?? 'authorization, content-type',
  )
  context.header('access-control-allow-methods', 'POST, GET, OPTIONS')
  context.header('access-control-max-age', '900')
  const sender = context.req.header('webhook-request-origin')
  if (sender) {
    context.header('webhook-allowed-origin', sender)
    context.header('webhook-allowed-rate', '*')
  }
  return context.body(null, 204)
}
