import type { ClickHouseClient } from '@clickhouse/client'

/** No part is merged into one of less than this, however small its table, bytes on disk. */
const least = 4_000_000
/** So many large parts a table comes to have: reading looks in each. */
const largeParts = 30

/**
 * So many parts are merged at once at most. The engine tells the rows of more than 127 apart in another way, with all columns of all
 * parts open: 160 parts took three times the time of 100 and twice the memory, 200 parts of two million runs 5 GB (measured).
 */
const partsAtOnce = 100
/** Of a table's bytes, so that what was merged before is left for the last merge. */
const shareAtOnce = 0.45

/** With more parts a table is slow to look single things up in: each is asked for them (at 108 parts ten contacts took 280 ms, at one 15). */
const mostParts = 40

const tables = ['interactions', 'history', 'records', 'runs', 'sampled_runs']

/** How large parts may become by merging, in the embedded engine. */
export interface MergeLimits {
  /**
   * Keeps merges small against their table: nothing is merged beyond a thirtieth of it. Without a limit the engine merges a
   * million interactions with the latest ten thousand while events come in, ten seconds of both cores (decision 0020).
   */
  renew(): Promise<void>
  /**
   * Writes while nothing in a table is merged: where everything is written anew, merging meanwhile does work that is done again
   * afterwards, a sixth of the time. By a limit, because SYSTEM STOP MERGES also holds up every DELETE.
   */
  without<Result>(table: string, write: () => Promise<Result>): Promise<Result>
  /** Merges a whole table into one part. */
  whole(table: string): Promise<void>
  /** Merges tables of many parts whole that nothing was written to since the last time this was asked: minutes, at ten million rows. */
  tidy(): Promise<void>
}

type Merge = (sql: string, table: string) => Promise<void>

/** `merge` and `aside` run a merging statement, which may take minutes, where it holds up nothing else: with the figures, and apart. */
export function mergeLimits(client: ClickHouseClient, merge: Merge, aside: Merge): MergeLimits {
  const held = new Map<string, number>()
  const limit = (table: string, most: string) =>
    client.command({
      query: `ALTER TABLE throughline.${table} MODIFY SETTING max_bytes_to_merge_at_max_space_in_pool = ${most}, max_bytes_to_merge_at_min_space_in_pool = ${Math.min(Number(most), 1_000_000)}`,
    })
  const renew = async (asked: string[]) => {
    const answer = await client.query({
      query: `SELECT table, toUInt64(greatest(${least}, sum(bytes_on_disk) / ${largeParts})) AS most FROM system.parts
        WHERE database = 'throughline' AND active GROUP BY table`,
      format: 'JSONEachRow',
    })
    const most = new Map(
      (await answer.json<{ table: string; most: string }>()).map((row) => [row.table, row.most]),
    )
    for (const table of asked) if (!held.get(table)) await limit(table, most.get(table) ?? String(least))
  }
  const without: MergeLimits['without'] = async (table, write) => {
    held.set(table, (held.get(table) ?? 0) + 1)
    try {
      await limit(table, '1')
      return await write()
    } finally {
      held.set(table, held.get(table)! - 1)
      await renew([table])
    }
  }
  const toFewParts = async (table: string) => {
    let before = await sizeOf(client, table)
    while (before.parts > partsAtOnce) {
      await limit(table, String(Math.ceil(before.bytes * shareAtOnce)))
      await merge(`OPTIMIZE TABLE throughline.${table}`, table)
      const after = await sizeOf(client, table)
      if (after.parts >= before.parts) break
      before = after
    }
    await limit(table, '1')
  }
  const seen = new Map<string, number>()
  const tidy = async () => {
    for (const table of ['interactions', 'history']) {
      const { parts, rows } = await sizeOf(client, table)
      const quiet = seen.get(table) === rows
      seen.set(table, rows)
      // What comes in meanwhile is merged as ever: too many small parts would hold it up.
      if (quiet && parts > mostParts) await aside(`OPTIMIZE TABLE throughline.${table} FINAL`, table)
    }
  }
  return {
    renew: () => renew(tables),
    tidy,
    without,
    whole: (table) =>
      without(table, async () => {
        await toFewParts(table)
        await merge(
          `OPTIMIZE TABLE throughline.${table} FINAL SETTINGS optimize_skip_merged_partitions = 1`,
          table,
        )
      }),
  }
}

async function sizeOf(client: ClickHouseClient, table: string) {
  const answer = await client.query({
    query: `SELECT toUInt32(count()) AS parts, toFloat64(sum(bytes_on_disk)) AS bytes, toFloat64(sum(rows)) AS rows FROM system.parts
      WHERE database = 'throughline' AND table = '${table}' AND active`,
    format: 'JSONEachRow',
  })
  const [row] = await answer.json<{ parts: number; bytes: number; rows: number }>()
  return row!
}
