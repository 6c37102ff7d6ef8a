import type { Analytics } from '../storage/analytics.ts'

/** What a customer is called by: the identifier they were seen with. */
export async function customerNames(
  analytics: Analytics,
  workspace: string,
  identifier_ids: string[],
): Promise<Map<string, string>> {
  const ids = [...new Set(identifier_ids)].filter((id) => id !== '0')
  if (ids.length === 0) return new Map()
  const rows = await analytics.ask<{ key: string; name: string }>(
    `SELECT key, any(name) AS name FROM throughline.history WHERE {{workspace}} AND kind = 'identifier' AND key IN ({ids:Array(UInt64)}) GROUP BY key`,
    { workspace, params: { ids: ids.map(BigInt) } },
  )
  return new Map(rows.map((row) => [row.key, row.name]))
}
