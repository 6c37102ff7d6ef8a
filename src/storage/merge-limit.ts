import type { ClickHouseClient } from '@clickhouse/client'

/** No part is merged into one of less than this, however small its table, bytes on disk. */
const least = 4_000_000
/** So many large parts a table comes to have: reading looks in each. */
const largeParts = 30

/**
 * Keeps merges small against their table: nothing is merged beyond a twentieth of it. Without a limit the engine merges a
 * million interactions with the latest ten thousand while events come in, ten seconds of both cores (decision 0020).
 */
export async function limitMerges(client: ClickHouseClient): Promise<void> {
  const answer = await client.query({
    query: `SELECT table, toUInt64(greatest(${least}, sum(bytes_on_disk) / ${largeParts})) AS most FROM system.parts
      WHERE database = 'throughline' AND active AND table IN ('interactions', 'history', 'records', 'runs') GROUP BY table`,
    format: 'JSONEachRow',
  })
  for (const { table, most } of await answer.json<{ table: string; most: string }>())
    await client.command({
      query: `ALTER TABLE throughline.${table} MODIFY SETTING max_bytes_to_merge_at_max_space_in_pool = ${most}`,
    })
}
