import type { Db } from '../storage/operational.ts'
import type { ActTables } from './tables.ts'
import { type Answered, post } from './webhook-post.ts'
import { nextTry, retryAfter } from './webhook-schedule.ts'
import { signedHeaders } from './webhook-signature.ts'

/** In one round: a receiver that is slow holds up its own workspace only, and that for a bounded time. */
const mostAtOnce = 10

/** Queues an event for the webhook of its workspace, where there is one in force. */
export async function queueEvent(
  db: Db<ActTables>,
  event: string,
  told: { workspace: string },
  now: number,
): Promise<void> {
  const { workspace, ...data } = told
  const hook = await db
    .selectFrom('webhooks')
    .select('url')
    .where('workspace', '=', workspace)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (hook === undefined) return
  const body = JSON.stringify({
    type: event,
    timestamp: new Date(now).toISOString(),
    data: { workspace, ...data },
  })
  await db
    .insertInto('webhook_deliveries')
    .values({ workspace, event, body, next_at: new Date(now) })
    .execute()
}

export interface Delivering {
  /** Receivers within one's own network are allowed. */
  to_private: boolean
  /** 0 to 1: how far tries are spread. */
  spread: () => number
}

/**
 * Posts what is due. Returns how many were tried. A try is on record before it is made: a crash, or another process at the same
 * time, repeats it later, never at once.
 */
export async function deliverDue(
  db: Db<ActTables>,
  now: number,
  { to_private, spread }: Delivering = { to_private: false, spread: Math.random },
): Promise<number> {
  const due = await db
    .selectFrom('webhook_deliveries')
    .innerJoin('webhooks', 'webhooks.workspace', 'webhook_deliveries.workspace')
    .select('webhooks.workspace')
    .distinct()
    .where('ended_at', 'is', null)
    .where('state', '=', 'pending')
    .where('next_at', '<=', new Date(now))
    .execute()
  const setting = await db
    .selectFrom('settings')
    .select('value')
    .where('name', '=', 'webhooks_to_private_addresses')
    .executeTakeFirst()
  const toPrivate = to_private || setting?.value === 'allowed'
  const tried = await Promise.all(
    due.map(async ({ workspace }) => {
      let count = 0
      for (const delivery of await dueOf(db, workspace, now)) {
        const outcome = await tryOnce(db, delivery, now, toPrivate, spread())
        if (outcome !== 'elsewhere') count++
        // What is due beside one that failed waits for the next round: a receiver that does not answer costs a round once.
        if (outcome !== 'delivered') break
      }
      return count
    }),
  )
  return tried.reduce((sum, count) => sum + count, 0)
}

function dueOf(db: Db<ActTables>, workspace: string, now: number) {
  return db
    .selectFrom('webhook_deliveries')
    .innerJoin('webhooks', 'webhooks.workspace', 'webhook_deliveries.workspace')
    .select(['webhooks.workspace', 'delivery_id', 'message_id', 'body', 'attempts'])
    .select(['url', 'secret', 'former_secret', 'former_until'])
    .where('webhooks.workspace', '=', workspace)
    .where('state', '=', 'pending')
    .where('next_at', '<=', new Date(now))
    .orderBy('next_at')
    .orderBy('delivery_id')
    .limit(mostAtOnce)
    .execute()
}

type Due = Awaited<ReturnType<typeof dueOf>>[number]

/** `elsewhere`: another process tries it at this moment. */
async function tryOnce(
  db: Db<ActTables>,
  due: Due,
  now: number,
  toPrivate: boolean,
  spread: number,
): Promise<'delivered' | 'failed' | 'elsewhere'> {
  const attempts = due.attempts + 1
  const again = nextTry(attempts, now, { spread })
  const { numUpdatedRows } = await db
    .updateTable('webhook_deliveries')
    .set({ attempts, next_at: new Date(again ?? now + 60_000) })
    .where('delivery_id', '=', due.delivery_id)
    .where('attempts', '=', due.attempts)
    .where('state', '=', 'pending')
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return 'elsewhere'
  const former = due.former_until !== null && due.former_until.getTime() > now ? due.former_secret : null
  const secrets = [due.secret, ...(former === null ? [] : [former])]
  const began = performance.now()
  const answered = await post(
    due.url,
    due.body,
    signedHeaders(due.message_id, due.body, secrets, now),
    toPrivate,
  )
  await noteTry(db, due, { ...answered, now, milliseconds: Math.round(performance.now() - began) })
  const retry_after = retryAfter(answered.retry_after, now)
  await settle(db, due.delivery_id, answered, now, nextTry(attempts, now, { spread, retry_after }))
  if (answered.status === 410) await endBecauseGone(db, due, now)
  return answered.error === null ? 'delivered' : 'failed'
}

function noteTry(
  db: Db<ActTables>,
  { delivery_id }: Due,
  { now, milliseconds, status, error, answer }: Answered & { now: number; milliseconds: number },
) {
  return db
    .insertInto('webhook_attempts')
    .values({ delivery_id, at: new Date(now), milliseconds, status, error, answer })
    .execute()
}

async function settle(
  db: Db<ActTables>,
  delivery_id: number,
  { status, error }: Answered,
  now: number,
  again: number | null,
): Promise<void> {
  const over = error === null || status === 410 || again === null
  await db
    .updateTable('webhook_deliveries')
    .set({
      status,
      error,
      next_at: over ? null : new Date(again),
      ...(over ? { state: error === null ? 'delivered' : 'failed', finished_at: new Date(now) } : {}),
    })
    .where('delivery_id', '=', delivery_id)
    .execute()
}

/** 410: the receiver wants no more. What waits for it has failed, and can be sent again once it is set anew. */
async function endBecauseGone(db: Db<ActTables>, { workspace, url }: Due, now: number): Promise<void> {
  const gone = 'the receiver answered 410 Gone'
  await db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('webhooks')
      .set({ ended_at: new Date(now), ended_because: gone })
      .where('workspace', '=', workspace)
      .where('url', '=', url)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return
    await trx
      .updateTable('webhook_deliveries')
      .set({ state: 'failed', error: gone, next_at: null, finished_at: new Date(now) })
      .where('workspace', '=', workspace)
      .where('state', '=', 'pending')
      .execute()
  })
}
