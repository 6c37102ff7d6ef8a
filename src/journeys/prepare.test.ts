import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenAnalytics, openAnalytics } from '../storage/analytics.ts'
import { mergeLeftRuns } from './prepare.ts'

const folder = mkdtempSync(join(tmpdir(), 'throughline-prepare-'))
let analytics: OpenAnalytics
beforeAll(async () => {
  analytics = await openAnalytics(join(folder, 'clickhouse'), null)
})
afterAll(async () => {
  await analytics.close()
  rmSync(folder, { recursive: true, force: true })
})

/** As a build writes runs: the same places in another version, none of them in the sample. */
const build = (runs: number, version: number) =>
  analytics.command(
    `INSERT INTO throughline.runs (workspace, journey, key, version, started_at)
     SELECT 'main', 'order', bitNot(number), ${version}, number FROM numbers(${runs})`,
  )
const parts = () => analytics.partsOf('runs')

test('a start merges what a build left unmerged, and leaves what few runs changed since', async () => {
  // Nothing is merged by the engine itself meanwhile: what is seen is what the start does.
  await analytics.withoutMerges('runs', async () => {
    await build(12_000, 1)
    await build(12_000, 3)
    expect(await parts()).toEqual({ rows: 24_000, largest: 12_000 })
    await mergeLeftRuns({ analytics })
    expect(await parts()).toEqual({ rows: 12_000, largest: 12_000 })
    await build(2_000, 5)
    await mergeLeftRuns({ analytics })
    expect(await parts()).toEqual({ rows: 14_000, largest: 12_000 })
  })
})
