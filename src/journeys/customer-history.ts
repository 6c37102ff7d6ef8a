import type { Analytics, Lane, Scope } from '../storage/analytics.ts'
import { sqlFile } from '../storage/sql-file.ts'
import { type Held, heldBy } from './customer-keys.ts'
import { groupByKey, type History } from './history.ts'

const historySql = sqlFile(import.meta, 'customer-history.sql')

/** Histories of customers, or of the groups of a kind; the scope's conditions are over `key`, the customer's or group's id. */
export async function readCustomerHistories(
  analytics: Analytics,
  scope: Scope,
  correlate: Held,
  lane: Lane,
): Promise<Iterable<History>> {
  const params = { ...scope.params, group: correlate.group ?? '' }
  return groupByKey(await analytics.lines(heldBy(historySql, correlate), { ...scope, params }, lane))
}
