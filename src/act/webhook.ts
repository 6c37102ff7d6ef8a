import { createHmac } from 'node:crypto'
import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { isIP } from 'node:net'
import type { Db } from '../storage/operational.ts'
import { isPublic, publicLookup } from './public-address.ts'
import type { ActTables } from './tables.ts'

/** Seconds until the next try, after the first, second …: some seven hours in all, then it has failed. */
const pauses = [30, 120, 600, 3_600, 21_600]
const patience_ms = 10_000

/** Queues an event for the webhook of its workspace, where there is one. */
export async function queueEvent(
  db: Db<ActTables>,
  event: string,
  told: { workspace: string },
  now: number,
): Promise<void> {
  const { workspace } = told
  const hook = await db
    .selectFrom('webhooks')
    .select('url')
    .where('workspace', '=', workspace)
    .executeTakeFirst()
  if (hook === undefined) return
  const body = JSON.stringify({ event, sent_at: new Date(now).toISOString(), ...told })
  await db
    .insertInto('webhook_deliveries')
    .values({ workspace, event, body, next_at: new Date(now) })
    .execute()
}

/** Posts what is due. Returns how many were tried. A try is on record before it is made: a crash repeats it later, never at once. */
export async function deliverDue(db: Db<ActTables>, now: number): Promise<number> {
  const due = await db
    .selectFrom('webhook_deliveries')
    .innerJoin('webhooks', 'webhooks.workspace', 'webhook_deliveries.workspace')
    .select(['delivery_id', 'event', 'body', 'attempts', 'url', 'secret'])
    .where('state', '=', 'pending')
    .where('next_at', '<=', new Date(now))
    .orderBy('delivery_id')
    .limit(20)
    .execute()
  const setting = await db
    .selectFrom('settings')
    .select('value')
    .where('name', '=', 'webhooks_to_private_addresses')
    .executeTakeFirst()
  for (const { delivery_id, attempts, ...post } of due) {
    const pause = pauses[attempts]
    const change = (values: object) =>
      db.updateTable('webhook_deliveries').set(values).where('delivery_id', '=', delivery_id).execute()
    await change({ attempts: attempts + 1, next_at: new Date(now + (pause ?? 60) * 1000) })
    const answer = await send(String(delivery_id), post, setting?.value === 'allowed')
    const done = answer.status !== null && answer.status >= 200 && answer.status < 300
    const over = done || pause === undefined
    await change({
      ...answer,
      ...(over ? { state: done ? 'delivered' : 'failed', next_at: null, finished_at: new Date(now) } : {}),
    })
  }
  return due.length
}

interface Post {
  event: string
  body: string
  url: string
  secret: string
}

/** `sha256=` and the HMAC of the body in hexadecimal. */
export function signature(secret: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
}

/** Redirects are not followed: they could lead anywhere. */
function send(
  delivery: string,
  { event, body, url, secret }: Post,
  toPrivate: boolean,
): Promise<{ status: number | null; error: string | null }> {
  const { hostname, protocol } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  if (!toPrivate && isIP(host) !== 0 && !isPublic(host))
    return Promise.resolve({ status: null, error: `${host} is a private address` })
  return new Promise((done) => {
    const call = (protocol === 'https:' ? secure : plain)(
      url,
      {
        method: 'POST',
        timeout: patience_ms,
        signal: AbortSignal.timeout(patience_ms),
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'x-throughline-event': event,
          'x-throughline-delivery': delivery,
          'x-throughline-signature': signature(secret, body),
        },
        ...(toPrivate ? {} : { lookup: publicLookup }),
      },
      (response) => {
        response.resume()
        const status = response.statusCode ?? null
        done({ status, error: status !== null && status < 300 ? null : `answered ${status}` })
      },
    )
    call.on('error', (error) => done({ status: null, error: error.message.slice(0, 300) }))
    call.end(body)
  })
}
