import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { happened } from '../../tools/sample-runs.ts'
import { type AccessTables, ensureWorkspace } from '../access/index.ts'
import { type OpenAnalytics, openAnalytics } from '../storage/analytics.ts'
import { type Operational, openOperational } from '../storage/operational.ts'
import { commitInteractions } from './commit.ts'
import { fillHistories } from './histories.ts'
import type { Interaction } from './interaction.ts'
import { idsOf } from './interaction-id.ts'
import type { CollectTables } from './tables.ts'

const folder = mkdtempSync(join(tmpdir(), 'throughline-histories-'))
let operational: Operational
let analytics: OpenAnalytics
beforeAll(async () => {
  operational = await openOperational(join(folder, 'postgres'), null)
  analytics = await openAnalytics(join(folder, 'clickhouse'), null)
})
afterAll(async () => {
  await analytics.close()
  await operational.close()
  rmSync(folder, { recursive: true, force: true })
})

const interaction = (nth: number, order: string): Interaction =>
  happened('Placed', nth, {
    interaction_id: idsOf(`shop ${nth}`)(0),
    subjects: [{ type: 'order', id: order }],
  })

async function opened(workspace: string) {
  await ensureWorkspace(operational.tables<AccessTables>(), workspace)
  const store = { db: operational.tables<CollectTables>(), analytics }
  const orders = async () =>
    (
      await analytics.ask<{ name: string; n: string }>(
        "SELECT name, count() AS n FROM throughline.history FINAL WHERE {{workspace}} AND kind = 'order' GROUP BY name ORDER BY name",
        { workspace },
      )
    ).map((row) => `${row.name} ${row.n}`)
  return { workspace, store, orders }
}

it('histories hold what was committed once they are asked to follow, and following twice changes nothing', async () => {
  const { workspace, store, orders } = await opened('followed')
  await commitInteractions(store, workspace, { interactions: [interaction(1, 'A'), interaction(2, 'B')] })
  await commitInteractions(store, workspace, { interactions: [interaction(3, 'A')] })
  expect(await orders()).toEqual([])
  const until = await fillHistories(store, workspace)
  expect(await orders()).toEqual(['A 2', 'B 1'])
  expect(await fillHistories(store, workspace)).toBe(until)
  await Promise.all([fillHistories(store, workspace), fillHistories(store, workspace)])
  expect(await orders()).toEqual(['A 2', 'B 1'])
})

it('an interaction that moves to another order leaves the first, also when both of its versions were merged before histories follow', async () => {
  const { workspace, store, orders } = await opened('moved')
  await commitInteractions(store, workspace, { interactions: [interaction(1, 'A')] })
  await fillHistories(store, workspace)
  const moved = interaction(1, 'B')
  await commitInteractions(store, workspace, { interactions: [moved], withdrawn: [moved.interaction_id] })
  await analytics.command('OPTIMIZE TABLE throughline.interactions FINAL')
  await fillHistories(store, workspace)
  expect(await orders()).toEqual(['B 1'])
})
