import type { ClickHouseClient } from '@clickhouse/client'

/** The first whose index of texts needs no trial setting: customers are searched by it. */
const oldest = [26, 2] as const

/**
 * Refuses a server of one's own that is older than what the migrations need, before any of them has run.
 * @throws Error naming the server, its version and what to do.
 */
export async function refuseOlder(client: ClickHouseClient, address: string): Promise<void> {
  const answer = await client.query({ query: 'SELECT version() AS version', format: 'JSONEachRow' })
  const [row] = await answer.json<{ version: string }>()
  if (isOlder(row!.version))
    throw new Error(
      `ClickHouse at ${new URL(address).host} is ${row!.version}: Throughline needs ${oldest.join('.')} or newer. Update the server, or start without CLICKHOUSE_URL.`,
    )
}

/** Whether a version such as `25.8.2.29` is too old; one that cannot be read is tried. */
export function isOlder(version: string): boolean {
  const [year, month] = version.split('.').map(Number)
  if (!Number.isInteger(year) || !Number.isInteger(month)) return false
  return year! < oldest[0] || (year === oldest[0] && month! < oldest[1])
}
