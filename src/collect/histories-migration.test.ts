import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@clickhouse/client'
import { createChdbConnection } from 'chdb/connection'
import { afterAll, expect, it } from 'vitest'
import { openAnalytics } from '../storage/analytics.ts'
import { copyToHistories } from './history-copy.ts'

const folder = mkdtempSync(join(tmpdir(), 'throughline-migration-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const spine = readFileSync(
  join(import.meta.dirname, '../storage/migrations/analytics/0001-spine.sql'),
  'utf8',
)
const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`
const columns = '(workspace, interaction_id, commit_id, version, is_deleted, agent, information_given, keys)'

/** A store as it was before: an interaction of an agent, one without, and one whose key changed. */
async function storeOfBefore() {
  const client = createClient({ connection: createChdbConnection({ path: folder }) as never })
  const run = (query: string) => client.command({ query })
  await run('CREATE DATABASE IF NOT EXISTS throughline')
  for (const statement of spine.split(/;\s*$/m)) if (statement.trim() !== '') await run(statement)
  await run(
    'CREATE TABLE throughline.migrations (name String, applied_at DateTime DEFAULT now()) ENGINE = MergeTree ORDER BY name',
  )
  await run("INSERT INTO throughline.migrations (name) VALUES ('0001-spine.sql')")
  const insert = (values: string) => run(`INSERT INTO throughline.interactions ${columns} VALUES ${values}`)
  await insert(`('w', '${id(1)}', 1, 3, 0, 'Ana', ['name'], [('order', 7, 'A')])`)
  await insert(`('w', '${id(2)}', 1, 3, 0, '', [], [('order', 7, 'A')])`)
  await insert(`('w', '${id(3)}', 1, 3, 0, 'Bo', [], [('order', 7, 'A')])`)
  // Its withdrawal from the first key was merged away with what came after it; the first part still lies there.
  await insert(`('w', '${id(3)}', 2, 5, 0, 'Bo', [], [('order', 8, 'B')])`)
  await client.close()
}

it('a store of before gets what runs need into its histories, and what was withdrawn stays away', async () => {
  await storeOfBefore()
  const analytics = await openAnalytics(folder, null)
  const history = () =>
    analytics.ask(
      'SELECT name, toString(interaction_id) AS id, agent, information_given AS given, statements FROM throughline.history FINAL WHERE {{workspace}} ORDER BY name, id',
      { workspace: 'w' },
    )
  const kept = [
    { name: 'A', id: id(1), agent: 'Ana', given: ['name'], statements: [] },
    { name: 'A', id: id(2), agent: '', given: [], statements: [] },
    { name: 'B', id: id(3), agent: 'Bo', given: [], statements: [] },
  ]
  // The table was made anew (decision 0046), and the follower fills it from the interactions.
  expect(await history()).toEqual([])
  await copyToHistories(analytics, 'w', { after: 0, until: 2 })
  expect(await history()).toEqual(kept)
  await analytics.command(
    `INSERT INTO throughline.interactions (workspace, interaction_id, commit_id, version, is_deleted, keys, statements)
     VALUES ('w', '${id(4)}', 3, 7, 0, [('order', 9, 'C')], [('order', 'price', '20', 1)])`,
  )
  // Nothing fills histories within the insert any more: they follow (decision 0021).
  expect(await history()).toEqual(kept)
  await analytics.close()
})
