import type { Bus } from '../events.ts'
import type { Mount } from '../http/serve.ts'
import { type CustomerParts, mountCustomers } from './customer-routes.ts'
import type { ErasureParts } from './erasure.ts'
import { mountErasure } from './erasure-routes.ts'
import { mountExport } from './export.ts'
import { mountDataExport } from './export-data.ts'
import { mountRetention } from './retention.ts'
import { mountWebhook } from './webhook-routes.ts'

export function mountAct(mount: Mount, parts: CustomerParts & ErasureParts & { bus: Bus }): void {
  mountCustomers(mount, parts)
  mountErasure(mount, parts)
  mountRetention(mount, parts)
  mountExport(mount, parts)
  mountDataExport(mount, parts)
  mountWebhook(mount, parts)
}
