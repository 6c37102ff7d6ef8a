import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { matchSet, matchSets } from '../../tools/bench/match-sets.ts'
import { type OpenAnalytics, openAnalytics } from '../storage/analytics.ts'

let folder: string
let analytics: OpenAnalytics
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-match-'))
  analytics = await openAnalytics(join(folder, 'clickhouse'), null)
})
afterAll(async () => {
  await analytics.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('sets with their truth, everything as shipped', () => {
  test.for(matchSets)('$name', { timeout: 60_000 }, async (set, { skip }) => {
    const found = await matchSet(analytics, set)
    if (found === null) return skip(`no ${set.files.join(', ')} here`)
    expect(found.score.automatic.precision).toBeGreaterThanOrEqual(0.99)
    expect(found.score.reviewed.f1).toBeGreaterThanOrEqual(set.bar)
  })
})
