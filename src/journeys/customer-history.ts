import type { Analytics, Lane, Scope } from '../storage/analytics.ts'
import { sqlFile } from '../storage/sql-file.ts'
import { groupByKey, type History } from './history.ts'

const historySql = sqlFile(import.meta, 'customer-history.sql')

/** Histories of customers; the scope's conditions are over `key`, the customer id. */
export async function readCustomerHistories(
  analytics: Analytics,
  scope: Scope,
  lane: Lane,
): Promise<Iterable<History>> {
  return groupByKey(await analytics.lines(historySql, scope, lane))
}
