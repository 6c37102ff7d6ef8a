import { type AccessTables, byOf, noteDeed } from '../access/index.ts'
import type { Bus } from '../events.ts'
import { badInput } from '../http/errors.ts'
import type { Mount } from '../http/serve.ts'
import type { Db } from '../storage/operational.ts'
import { listDeliveries, setWebhook } from './contract.ts'
import type { ActTables } from './tables.ts'
import { queueEvent } from './webhook.ts'

export function mountWebhook(
  mount: Mount,
  { db, bus }: { db: Db<ActTables & AccessTables>; bus: Bus },
): void {
  mount(setWebhook, async ({ workspace, url, secret }, caller) => {
    if (url === null) await db.deleteFrom('webhooks').where('workspace', '=', workspace).execute()
    else if (secret === undefined)
      throw badInput(
        'secret',
        'A webhook needs a secret.',
        'Give 16 characters or more that the receiver knows.',
      )
    else
      await db
        .insertInto('webhooks')
        .values({ workspace, url, secret })
        .onConflict((conflict) =>
          conflict.column('workspace').doUpdateSet({ url, secret, set_at: new Date() }),
        )
        .execute()
    const deed = { workspace, by: byOf(caller), on_what: 'webhook' }
    await noteDeed(db, { ...deed, act: url === null ? 'remove webhook' : 'set webhook', detail: url ?? '' })
    return { url }
  })
  mount(listDeliveries, async ({ workspace }) => {
    const hook = await db
      .selectFrom('webhooks')
      .select('url')
      .where('workspace', '=', workspace)
      .executeTakeFirst()
    const rows = await db
      .selectFrom('webhook_deliveries')
      .selectAll()
      .where('workspace', '=', workspace)
      .orderBy('delivery_id', 'desc')
      .limit(100)
      .execute()
    const iso = (at: Date | null) => at?.toISOString() ?? null
    return {
      url: hook?.url ?? null,
      deliveries: rows.map(({ delivery_id, event, state, attempts, status, error, ...at }) => ({
        delivery_id: String(delivery_id),
        event,
        state,
        attempts,
        status,
        error,
        created_at: at.created_at.toISOString(),
        next_at: iso(at.next_at),
        finished_at: iso(at.finished_at),
      })),
    }
  })
  bus.subscribe('objective_burning', (told) => queueEvent(db, 'objective_burning', told, Date.now()))
  bus.subscribe('feed_silent', (told) => queueEvent(db, 'feed_silent', told, Date.now()))
  bus.subscribe('feed_heard', (told) => queueEvent(db, 'feed_heard', told, Date.now()))
}
