import { setTimeout as wait } from 'node:timers/promises'
import { serialize } from 'node:v8'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startOwnPostgres } from '../../tools/torture/several.ts'
import { lifeOf } from '../storage/life.ts'
import { type Db, type Operational, openOperational } from '../storage/operational.ts'
import type { Build } from './build-page.ts'
import { buildTogether, endLeftBuilds, helpBuild, type SharedTask } from './shared-build.ts'
import type { JourneyTables } from './tables.ts'

let postgres: Awaited<ReturnType<typeof startOwnPostgres>>
let stores: Operational[]
let leader: Db<JourneyTables>
let helper: Db<JourneyTables>
beforeAll(async () => {
  postgres = await startOwnPostgres()
  stores = [await openOperational('', postgres.address), await openOperational('', postgres.address)]
  ;[leader, helper] = stores.map((store) => store.tables<JourneyTables>()) as [typeof leader, typeof helper]
})
afterAll(async () => {
  for (const store of stores ?? []) await store.close()
  await postgres?.stop()
})

/** What a build is told that JSON would lose: a horizon that never ends, keys of 64 bits. */
const taskOf = (version: number, pages: number): SharedTask => ({
  build: { version, horizons: [{ complete_until: Number.POSITIVE_INFINITY }] } as unknown as Build,
  scope: { workspace: 'w', params: { keys: [18446744073709551557n] } },
  pages,
})
const told = async () => undefined

it('two processes build each page once, and the leader has the sums', async () => {
  const built: string[] = []
  const performAs = (name: string) => async (task: Parameters<Parameters<typeof helpBuild>[1]>[0]) => {
    const { page, ...rest } = task
    expect(rest).toEqual(taskOf(1, 12))
    built.push(`${page} ${name}`)
    await wait(20)
    return { interactions: 10 + page, runs: 1, ahead_at: page < 3 ? null : 9_000 + page }
  }
  let over = false
  const helping = (async () => {
    while (!over) if (!(await helpBuild(helper, performAs('helper')))) await wait(10)
  })()
  const sums = await buildTogether(leader, 'w order 0', taskOf(1, 12), {
    perform: performAs('leader'),
    lanes: 2,
    told,
  })
  over = true
  await helping
  expect(sums).toEqual({ interactions: 12 * 10 + 66, runs: 12, ahead_at: 9_003 })
  expect(built.map((each) => Number(each.split(' ')[0])).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 12 }, (_, page) => page),
  )
  expect(new Set(built.map((each) => each.split(' ')[1])).size).toBe(2)
  expect(await leader.selectFrom('build_pages').selectAll().execute()).toEqual([])
})

it('a page that fails ends the build with its words, once nobody works on it any more', async () => {
  let working = 0
  const perform = async ({ page }: { page: number }) => {
    working++
    await wait(page === 0 ? 10 : 60)
    working--
    if (page === 0) throw new Error('page 0 has no disk')
    return { interactions: 0, runs: 0, ahead_at: null }
  }
  const failing = buildTogether(leader, 'w order 0', taskOf(2, 2), { perform, lanes: 2, told })
  await expect(failing).rejects.toThrow('page 0 has no disk')
  expect(working).toBe(0)
})

it('a page of a process that is no more is taken again, and what it led is forgotten', async () => {
  const gone = 1
  const { process_id } = lifeOf(leader)
  const task = serialize(taskOf(3, 1))
  const left = (version: number, led_by: number) =>
    leader.insertInto('shared_builds').values({ version, name: 'w order 0', led_by, task }).execute()
  const taken = (version: number) =>
    leader
      .insertInto('build_pages')
      .values({ version, page: 0, taken_by: gone, done_at: null, failure: null })
      .execute()
  await left(3, gone)
  await taken(3)
  const versions: number[] = []
  const perform = async ({ build }: { build: Build }) => {
    versions.push(build.version)
    return { interactions: 0, runs: 0, ahead_at: null }
  }
  expect(await helpBuild(helper, perform)).toBe(false)
  await endLeftBuilds(leader, 'w order 0')
  await left(4, process_id)
  await taken(4)
  expect(await helpBuild(helper, perform)).toBe(true)
  expect(await helpBuild(helper, perform)).toBe(false)
  const rows = await leader.selectFrom('build_pages').select(['version', 'taken_by']).execute()
  expect(rows).toEqual([{ version: 4, taken_by: lifeOf(helper).process_id }])
})
