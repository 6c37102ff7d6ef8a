import type { Context } from 'hono'

/**
 * The write key of a request, wherever an SDK puts it: user of Basic authentication, X-Write-Key (Jitsu adds a secret
 * after a colon), Bearer, the address (pixels and beacons cannot set headers), then the body (Jitsu's is masked).
 */
export function keyOf(context: Context, body?: Record<string, unknown>): string | null {
  const authorization = context.req.header('authorization') ?? ''
  const basic = /^Basic\s+(.+)$/i.exec(authorization)?.[1]
  const bearer = /^Bearer\s+(wk_\S+)$/i.exec(authorization)?.[1]
  const candidates = [
    basic === undefined ? undefined : Buffer.from(basic, 'base64').toString('utf8').split(':')[0],
    context.req.header('x-write-key')?.split(':')[0],
    bearer,
    context.req.query('writeKey'),
    body?.writeKey,
  ]
  for (const key of candidates) if (typeof key === 'string' && key.trim() !== '') return key.trim()
  return null
}
