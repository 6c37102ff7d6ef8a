import type { Bus } from '../events.ts'
import type { Mount } from '../http/serve.ts'
import { type CustomerParts, mountCustomers } from './customer-routes.ts'
import { mountWebhook } from './webhook-routes.ts'

export function mountAct(mount: Mount, parts: CustomerParts & { bus: Bus }): void {
  mountCustomers(mount, parts)
  mountWebhook(mount, parts)
}
