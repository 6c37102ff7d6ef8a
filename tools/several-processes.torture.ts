import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createWorkspace } from '../src/access/contract.ts'
import { createKey, readImport, startImport } from '../src/collect/contract.ts'
import { addStoryboard, readJourney, rebuildRuns } from '../src/journeys/contract.ts'
import { storyboard } from './torture/kill.ts'
import { type Several, sendToSeveral, startSeveral } from './torture/several.ts'

let several: Several
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-several-'))
  several = await startSeveral(3)
  await several.servers[0]!.call(addStoryboard, { workspace: 'main', yaml: storyboard })
})
afterAll(async () => {
  await several?.end()
  rmSync(folder, { recursive: true, force: true })
})

it('three processes, of which one after the other is killed and comes back, lose nothing and store nothing twice', async () => {
  const { write_key } = await several.servers[0]!.call(createKey, {
    workspace: 'main',
    name: 'any',
    source: 'shop',
  })
  const sent = await sendToSeveral(several, write_key, { kills: 30, seed: 7, comeBack: true })
  expect(sent.acknowledged).toBeGreaterThan(1_000)
  expect(sent).toMatchObject({ lost: [], doubled: [], interactions: sent.stored, steps: sent.stored })
}, 600_000)

it('an import is ended by another when its process is killed, and a rebuild is shared, by a page at a time', async () => {
  const [first, , third] = several.servers
  const orders = 40_000
  const lines = ['id,order,touchpoint,at']
  for (let order = 0; order < orders; order++)
    for (const [step, touchpoint] of ['Placed', 'Asked', 'Delivered'].entries())
      lines.push(
        `${order}-${step},o${order},${touchpoint},${new Date(Date.UTC(2026, 0, 1 + step)).toISOString()}`,
      )
  mkdirSync(join(folder, 'orders'))
  writeFileSync(join(folder, 'orders', 'orders.csv'), lines.join('\n'))
  const mapping = `source: till
records:
  - file: orders.csv
    key: $id
    subjects: { order: $order }
    touchpoint: $touchpoint
    at: $at
`
  await first!.call(createWorkspace, { workspace: 'large' })
  await first!.call(addStoryboard, { workspace: 'large', yaml: storyboard })
  const { import_id } = await third!.call(startImport, {
    workspace: 'large',
    path: join(folder, 'orders'),
    mapping,
  })
  await expect
    .poll(async () => Number((await third!.call(readImport, { workspace: 'large', import_id })).stored), {
      interval: 20,
      timeout: 20_000,
    })
    .toBeGreaterThan(0)
  await third!.kill()
  for (;;) {
    const state = await first!.call(readImport, { workspace: 'large', import_id })
    if (state.finished_at !== null) {
      expect(state).toMatchObject({ state: 'done', read: orders * 3, quarantined: 0 })
      break
    }
    await wait(200)
  }
  await third!.start()
  const pool = new pg.Pool({
    connectionString: several.env.DATABASE_URL,
    options: '-c search_path=throughline',
  })
  const takers = new Set<number>()
  let over = false
  const watching = (async () => {
    while (!over) {
      const { rows } = await pool.query(
        'SELECT DISTINCT taken_by FROM build_pages WHERE taken_by IS NOT NULL',
      )
      for (const { taken_by } of rows) takers.add(taken_by)
      await wait(50)
    }
  })()
  const before = await first!.call(readJourney, { workspace: 'large', journey: 'order' })
  await first!.call(rebuildRuns, { workspace: 'large' })
  over = true
  await watching
  await pool.end()
  expect(takers.size).toBeGreaterThan(1)
  const after = await first!.call(readJourney, { workspace: 'large', journey: 'order' })
  expect(after).toMatchObject({ runs: orders, outcomes: before.outcomes, days: before.days })
}, 600_000)
