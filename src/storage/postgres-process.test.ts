import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { expect, it } from 'vitest'
import { startPostgres } from './postgres-process.ts'

const postmaster = (data: string) => Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])

/** A process that ended but was not yet collected by its parent is gone. */
function lives(pid: number): boolean {
  const state = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)])
    .stdout.toString()
    .trim()
  return state !== '' && !state.startsWith('Z')
}

/** A process that starts PostgreSQL, writes something, and is killed without warning. */
async function killedParent(data: string): Promise<void> {
  const script = `
    const { startPostgres } = await import(${JSON.stringify(join(import.meta.dirname, 'postgres-process.ts'))})
    const pg = (await import(${JSON.stringify(import.meta.resolve('pg'))})).default
    const { socket } = await startPostgres(process.argv[1])
    const client = new pg.Client({ host: socket, user: 'throughline', database: 'postgres' })
    await client.connect()
    await client.query("CREATE TABLE kept (word text); INSERT INTO kept VALUES ('acknowledged')")
    console.log('written')
    setInterval(() => undefined, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

it('a PostgreSQL that outlived its killed parent is ended at the next start, and what it held is there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-orphan-'))
  const data = join(folder, 'postgres')
  await killedParent(data)
  const orphan = postmaster(data)
  expect(lives(orphan)).toBe(true)

  const { socket, stop } = await startPostgres(data)
  expect(lives(orphan)).toBe(false)
  expect(postmaster(data)).not.toBe(orphan)
  const client = new pg.Client({ host: socket, user: 'throughline', database: 'postgres' })
  await client.connect()
  expect((await client.query('SELECT word FROM kept')).rows).toEqual([{ word: 'acknowledged' }])
  await client.end()
  const own = postmaster(data)
  await stop()
  expect(lives(own)).toBe(false)
  rmSync(folder, { recursive: true, force: true })
})
