import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClickHouseClient } from '@clickhouse/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectEmbedded } from './connect.ts'
import { type MergeLimits, mergeLimits } from './merge-limit.ts'
import { migrateAnalytics } from './migrate.ts'
import { ownParts, partsIn } from './statement.ts'

const folder = mkdtempSync(join(tmpdir(), 'throughline-merges-'))
const merged: string[] = []
let client: ClickHouseClient
let limits: MergeLimits
beforeAll(async () => {
  client = await connectEmbedded(join(folder, 'clickhouse'), 'merges')
  await migrateAnalytics(client)
  const merge = async (sql: string) => {
    merged.push(sql)
    await client.command({ query: sql })
  }
  limits = mergeLimits(client, merge, merge)
})
afterAll(async () => {
  await client.close()
  rmSync(folder, { recursive: true, force: true })
})

async function write(table: string, parts: number): Promise<void> {
  for (let part = 0; part < parts; part++)
    await client.command({
      query: `INSERT INTO throughline.${table} (workspace, key, version) VALUES ('main', bitNot(toUInt64(${part})), 1)`,
    })
}
const isWhole = async (table: string) => {
  const { rows, largest } = await partsIn(client, ownParts, table)
  return rows === largest
}

test('more parts than the engine merges column by column are merged in groups first, and every run is there', async () => {
  await limits.without('runs', async () => {
    await write('runs', 130)
    await limits.whole('runs')
    expect(await partsIn(client, ownParts, 'runs')).toEqual({ rows: 130, largest: 130 })
  })
  expect(merged[0]).toBe('OPTIMIZE TABLE throughline.runs')
  expect(merged.at(-1)).toContain('FINAL')
})

test('a table of many parts is merged whole once nothing was written to it for a while, not before', async () => {
  await limits.without('history', async () => {
    await write('history', 45)
    await limits.tidy()
    expect(await isWhole('history')).toBe(false)
    await client.command({ query: "INSERT INTO throughline.history (workspace, key) VALUES ('main', 99)" })
    await limits.tidy()
    expect(await isWhole('history')).toBe(false)
    await limits.tidy()
    expect(await partsIn(client, ownParts, 'history')).toEqual({ rows: 46, largest: 46 })
  })
})
