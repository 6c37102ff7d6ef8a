import { type AccessTables, byOf, noteDeed } from '../access/index.ts'
import type { Bus } from '../events.ts'
import type { Caller, Mount } from '../http/serve.ts'
import type { Db } from '../storage/operational.ts'
import * as contract from './contract.ts'
import type { ActTables } from './tables.ts'
import { queueEvent } from './webhook.ts'
import {
  deliveriesOf,
  deliveryOf,
  noWebhook,
  resend,
  rotateSecret,
  setAddress,
  webhookOf,
} from './webhook-store.ts'

export function mountWebhook(
  mount: Mount,
  { db, bus }: { db: Db<ActTables & AccessTables>; bus: Bus },
): void {
  const note = (workspace: string, caller: Caller, act: string, on_what = 'webhook', detail = '') =>
    noteDeed(db, { workspace, by: byOf(caller), act, on_what, detail })
  mount(contract.readWebhook, async ({ workspace }) => ({ webhook: await webhookOf(db, workspace) }))
  mount(contract.setWebhook, async ({ workspace, url, secret: given }, caller) => {
    const secret = await setAddress(db, workspace, url, given)
    await note(workspace, caller, url === null ? 'remove webhook' : 'set webhook', 'webhook', url ?? '')
    return { url, secret }
  })
  mount(contract.rotateWebhookSecret, async ({ workspace, ...asked }, caller) => {
    const rotated = await rotateSecret(db, workspace, asked)
    await note(workspace, caller, 'rotate webhook secret')
    return rotated
  })
  mount(contract.listDeliveries, async ({ workspace }) => ({
    deliveries: await deliveriesOf(db, workspace),
  }))
  mount(contract.readDelivery, ({ workspace, delivery_id }) => deliveryOf(db, workspace, delivery_id))
  mount(contract.resendDelivery, async ({ workspace, delivery_id }, caller) => {
    const delivery = await resend(db, workspace, delivery_id)
    await note(workspace, caller, 'resend', `delivery ${delivery_id}`)
    return { delivery }
  })
  mount(contract.testWebhook, async ({ workspace }) => {
    const hook = await webhookOf(db, workspace)
    if (hook === null || hook.ended_at !== null) throw noWebhook(workspace)
    await queueEvent(db, 'webhook_test', { workspace }, Date.now())
    return { queued: true }
  })
  bus.subscribe('objective_burning', (told) => queueEvent(db, 'objective_burning', told, Date.now()))
  bus.subscribe('feed_silent', (told) => queueEvent(db, 'feed_silent', told, Date.now()))
  bus.subscribe('feed_heard', (told) => queueEvent(db, 'feed_heard', told, Date.now()))
}
