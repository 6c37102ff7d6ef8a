import { sqlFile } from '../storage/sql-file.ts'
import type { Correlate } from './storyboard.ts'

const keysSql = sqlFile(import.meta, 'customer-keys.sql')

export type Held = Extract<Correlate, { by: 'customer' }>

/**
 * A subquery of `key, commit_id, started_at`: every customer, or every group of the kind `group`, with each commit that touched it
 * and when the interaction began by which it did; 0 where it was none.
 */
export const customerKeys = (correlate: Held): string => heldBy(keysSql, correlate)

/**
 * One text for customers and for groups: whose each identifier is, whether one that is nobody's stands for itself, and what
 * changed hands when.
 */
export function heldBy(text: string, { group }: Held): string {
  const filling = group === null ? ofCustomers : ofGroups
  return text.replace(/\{\{(holders|each|changes)\}\}/g, (_, hole: keyof typeof filling) => filling[hole])
}

const ofCustomers = {
  holders: `SELECT identifier_id, customer_id AS holder, toString(customer_id) AS name, commit_id
    FROM throughline.identifier_customers FINAL WHERE {{workspace}}`,
  each: 'LEFT',
  changes: `SELECT identifier_id AS key, commit_id, 0 AS started_at FROM holders
    UNION ALL SELECT holder AS key, commit_id, 0 AS started_at FROM holders`,
}

const ofGroups = {
  holders: `SELECT identifier_id, group_id AS holder, key AS name, commit_id
    FROM throughline.identifier_groups FINAL WHERE {{workspace}} AND kind = {group:String} AND present = 1`,
  each: 'INNER',
  changes: `SELECT group_id AS key, commit_id, 0 AS started_at FROM throughline.identifier_groups FINAL
    WHERE {{workspace}} AND kind = {group:String}`,
}

/** What queries of keys and histories are narrowed to by a correlation. */
export const correlationParams = (correlate: Correlate) => ({
  kind: correlate.by === 'subject' ? correlate.subject : '',
  group: correlate.by === 'customer' ? (correlate.group ?? '') : '',
})
