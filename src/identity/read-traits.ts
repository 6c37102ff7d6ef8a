import type { Analytics } from '../storage/analytics.ts'
import type { RecordSource } from './match-records.ts'

/** What some records say, as it was entered, by their ids: for people who compare two. */
export async function readTraits(
  analytics: Analytics,
  { sql, scope }: RecordSource,
  ids: readonly string[],
): Promise<Map<string, Record<string, string>>> {
  const rows = await analytics.ask<{ record_id: string; traits: Record<string, string> }>(
    `SELECT toString(record_id) AS record_id, traits FROM (${sql}) AS records WHERE records.record_id IN {record_ids:Array(UInt64)}`,
    { ...scope, params: { ...scope.params, record_ids: ids.map(BigInt) } },
    'match',
  )
  return new Map(rows.map((row) => [row.record_id, row.traits]))
}
