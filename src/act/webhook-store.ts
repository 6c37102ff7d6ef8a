import { badInput, notFound } from '../http/errors.ts'
import type { Db } from '../storage/operational.ts'
import type { DeliveryShown } from './contract.ts'
import type { ActTables } from './tables.ts'
import { isSecret, newSecret } from './webhook-signature.ts'

type Tables = Db<ActTables>

const iso = (at: Date | null) => at?.toISOString() ?? null

/** @throws Problem 400 when a secret was given that is none. */
function secretOf(given: string | undefined): string {
  if (given === undefined) return newSecret()
  if (isSecret(given)) return given
  throw badInput(
    'secret',
    'This secret is none of Standard Webhooks.',
    'Give whsec_ and 24 to 64 random bytes in base64, or leave it out: then one is made.',
  )
}

const hookOf = (db: Tables, workspace: string) =>
  db.selectFrom('webhooks').selectAll().where('workspace', '=', workspace).executeTakeFirst()

export async function webhookOf(db: Tables, workspace: string) {
  const hook = await hookOf(db, workspace)
  if (hook === undefined) return null
  return {
    url: hook.url,
    set_at: hook.set_at.toISOString(),
    former_until:
      hook.former_until !== null && hook.former_until > new Date() ? iso(hook.former_until) : null,
    ended_at: iso(hook.ended_at),
    ended_because: hook.ended_because,
  }
}

/** Sets the address, in force from now. The secret stays with its address; another address, or one given, has a new one. */
export async function setAddress(
  db: Tables,
  workspace: string,
  url: string | null,
  given: string | undefined,
): Promise<string | null> {
  if (url === null) return removeWebhook(db, workspace)
  const before = await hookOf(db, workspace)
  const secret = given === undefined && before?.url === url ? null : secretOf(given)
  const fresh = { url, set_at: new Date(), ended_at: null, ended_because: null }
  if (before === undefined)
    await db
      .insertInto('webhooks')
      .values({ workspace, ...fresh, secret: secret!, former_secret: null, former_until: null })
      .execute()
  else
    await db
      .updateTable('webhooks')
      .set({ ...fresh, ...(secret === null ? {} : { secret, former_secret: null, former_until: null }) })
      .where('workspace', '=', workspace)
      .execute()
  return secret
}

/** What waited for it has failed: another receiver, set later, is not told of old things. */
async function removeWebhook(db: Tables, workspace: string): Promise<null> {
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('webhooks').where('workspace', '=', workspace).execute()
    await trx
      .updateTable('webhook_deliveries')
      .set({ state: 'failed', error: 'the webhook was removed', next_at: null, finished_at: new Date() })
      .where('workspace', '=', workspace)
      .where('state', '=', 'pending')
      .execute()
  })
  return null
}

/** @throws Problem 404 where there is no webhook. */
export async function rotateSecret(
  db: Tables,
  workspace: string,
  { secret: given, hours }: { secret?: string | undefined; hours: number },
): Promise<{ secret: string; former_until: string | null }> {
  const hook = await hookOf(db, workspace)
  if (hook === undefined) throw noWebhook(workspace)
  const secret = secretOf(given)
  const until = hours === 0 ? null : new Date(Date.now() + hours * 3_600_000)
  await db
    .updateTable('webhooks')
    .set({ secret, former_secret: until === null ? null : hook.secret, former_until: until })
    .where('workspace', '=', workspace)
    .execute()
  return { secret, former_until: iso(until) }
}

export const noWebhook = (workspace: string) =>
  notFound(`webhook in workspace '${workspace}'`, 'Set an address first: PUT /api/WORKSPACE/webhook.')

const columns = [
  'delivery_id',
  'message_id',
  'event',
  'state',
  'attempts',
  'status',
  'error',
  'created_at',
  'next_at',
  'finished_at',
] as const

export async function deliveriesOf(db: Tables, workspace: string): Promise<DeliveryShown[]> {
  const rows = await db
    .selectFrom('webhook_deliveries')
    .select(columns)
    .where('workspace', '=', workspace)
    .orderBy('delivery_id', 'desc')
    .limit(100)
    .execute()
  return rows.map(shown)
}

/** @throws Problem 404. */
export async function deliveryOf(db: Tables, workspace: string, delivery_id: string) {
  const row = await db
    .selectFrom('webhook_deliveries')
    .select([...columns, 'body'])
    .where('workspace', '=', workspace)
    .where('delivery_id', '=', numberOf(delivery_id))
    .executeTakeFirst()
  if (row === undefined) throw noDelivery(delivery_id)
  const attempts = await db
    .selectFrom('webhook_attempts')
    .select(['at', 'milliseconds', 'status', 'error', 'answer'])
    .where('delivery_id', '=', row.delivery_id)
    .orderBy('attempt_id', 'desc')
    .limit(100)
    .execute()
  const { body, ...delivery } = row
  return {
    delivery: shown(delivery),
    body,
    attempts: attempts.map(({ at, ...each }) => ({ ...each, at: at.toISOString() })),
  }
}

/** Due at once, with all its tries before it again. @throws Problem 404. */
export async function resend(db: Tables, workspace: string, delivery_id: string): Promise<DeliveryShown> {
  const hook = await hookOf(db, workspace)
  if (hook === undefined || hook.ended_at !== null) throw noWebhook(workspace)
  const row = await db
    .updateTable('webhook_deliveries')
    .set({ state: 'pending', attempts: 0, next_at: new Date(), finished_at: null })
    .where('workspace', '=', workspace)
    .where('delivery_id', '=', numberOf(delivery_id))
    .returning(columns)
    .executeTakeFirst()
  if (row === undefined) throw noDelivery(delivery_id)
  return shown(row)
}

const numberOf = (delivery_id: string) => (/^\d{1,15}$/.test(delivery_id) ? Number(delivery_id) : -1)

const noDelivery = (delivery_id: string) =>
  notFound(`delivery ${delivery_id}`, 'The last hundred are listed by GET /api/WORKSPACE/webhook/deliveries.')

type Row = Pick<ActTables['webhook_deliveries'], 'event' | 'status' | 'error' | 'next_at' | 'finished_at'> & {
  delivery_id: number
  message_id: string
  state: DeliveryShown['state']
  attempts: number
  created_at: Date
}

const shown = (row: Row): DeliveryShown => ({
  ...row,
  delivery_id: String(row.delivery_id),
  created_at: row.created_at.toISOString(),
  next_at: iso(row.next_at),
  finished_at: iso(row.finished_at),
})
