import { globSync, mkdtempSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenEngine, openEmbedded } from './engine.ts'

const folder = mkdtempSync(join(tmpdir(), 'throughline-cut-'))
const data = join(folder, 'clickhouse')
const told: string[] = []
let crashes = 0
const open = () =>
  openEmbedded(data, () => undefined, { told: (words) => told.push(words), crashed: () => crashes++ })
let engine: OpenEngine
beforeAll(async () => {
  engine = await open()
})
afterAll(async () => {
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
})

/** One part each, and the marks of the part that holds a record are cut off, as a full disk leaves them. */
async function writeRecords(keys: string[]): Promise<void> {
  for (const key of keys)
    await engine.command(
      {
        sql: `INSERT INTO throughline.interactions (workspace, interaction_id, record_key) VALUES ('main', generateUUIDv4(), {key:String})`,
        params: { key },
      },
      'write',
    )
}
async function cutOff(key: string): Promise<void> {
  const answer = await engine.query(
    {
      sql: `SELECT _part AS part FROM throughline.interactions WHERE record_key = {key:String}`,
      params: { key },
      format: 'JSONEachRow',
    },
    'memory',
  )
  const { part } = JSON.parse(answer) as { part: string }
  await engine.command({ sql: 'SYSTEM DROP MARK CACHE', params: {} }, 'write')
  for (const marks of globSync(`store/*/*/${part}/data.cmrk*`, { cwd: data })) {
    const path = join(data, marks)
    if (path.includes(await folderOf('interactions'))) truncateSync(path, 0)
  }
}
async function folderOf(table: string): Promise<string> {
  const answer = await engine.query(
    {
      sql: `SELECT toString(uuid) AS id FROM system.tables WHERE database = 'throughline' AND name = {table:String}`,
      params: { table },
      format: 'JSONEachRow',
    },
    'memory',
  )
  return (JSON.parse(answer) as { id: string }).id
}
const records = async () => {
  const sql = 'SELECT record_key FROM throughline.interactions ORDER BY record_key'
  const lines = await engine.read({ sql, params: {} }, 'analysis')
  return lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line)[0])
}

test('a part that a full disk cut off is put aside by whoever asks first, and is told of', async () => {
  await writeRecords(['a', 'b', 'c'])
  await cutOff('b')
  expect(await Promise.all([records(), records()])).toEqual([
    ['a', 'c'],
    ['a', 'c'],
  ])
  expect(told).toEqual([
    expect.stringMatching(/part all_\w+ of the table interactions, and it was put aside/),
  ])
})

test('words of a question that come back in an error put nothing aside and end nothing', async () => {
  const words = (text: string) => `SELECT throwIf(1, '${text.replaceAll("'", "''")}')`
  const [part] = globSync('store/*/*/all_*_0', { cwd: data })
  const name = part!.split('/').at(-1)
  told.length = 0
  await expect(
    engine.raw(
      words(`Empty marks file '/x/${name}/data.cmrk4' in table throughline.interactions `),
      'TSV',
      'throughline',
    ),
  ).rejects.toThrow('Empty marks file')
  await expect(
    engine.raw(words('The server is shutting down due to a fatal error.'), 'TSV', 'throughline'),
  ).rejects.toThrow('fatal error')
  expect(await records()).toEqual(['a', 'c'])
  expect([told, crashes]).toEqual([[], 0])
})

test('a part that lies aside is told of at every start', async () => {
  await engine.close()
  told.length = 0
  engine = await open()
  expect(await records()).toEqual(['a', 'c'])
  expect(told).toEqual([expect.stringMatching(/part all_\w+ of the table interactions/)])
})
