import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startOwnPostgres } from '../../tools/torture/several.ts'
import { type Life, newProcessId, onlyLife, sharedLife } from './life.ts'

let postgres: Awaited<ReturnType<typeof startOwnPostgres>>
let one: Life
let other: Life
let admin: pg.Client
beforeAll(async () => {
  postgres = await startOwnPostgres()
  one = await sharedLife(newProcessId(), postgres.address)
  other = await sharedLife(newProcessId(), postgres.address)
  admin = new pg.Client({ connectionString: postgres.address })
  await admin.connect()
})
afterAll(async () => {
  for (const each of [one, other]) await each?.close()
  await admin?.end()
  await postgres?.stop()
})

/** Ends the connection a process lives by, as a cut cable does. */
async function cut({ process_id }: Life): Promise<void> {
  await admin.query(
    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = 7412 AND objid = $1",
    [process_id],
  )
}

it('each sees who lives', async () => {
  const both = [one.process_id, other.process_id].sort()
  expect((await one.living()).sort()).toEqual(both)
  expect((await other.living()).sort()).toEqual(both)
})

it('work of one name is done by one at a time, within a process and between two; other work goes on', async () => {
  let inside = 0
  let most = 0
  const work = async () => {
    most = Math.max(most, ++inside)
    await wait(15)
    inside--
  }
  await Promise.all([one, other, one, other, one].map((life) => life.alone('work', work)))
  expect(most).toBe(1)
  const busy = one.alone('work', () => wait(200))
  await wait(50)
  expect(await other.aloneOrNot('work', async () => 'done')).toBeNull()
  expect(await other.aloneOrNot('other work', async () => 'done')).toBe('done')
  await busy
  expect(await other.aloneOrNot('work', async () => 'done')).toBe('done')
})

it('work that fails lets the name go', async () => {
  await expect(one.alone('work', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await other.aloneOrNot('work', async () => 'done')).toBe('done')
})

it('who loses its connection no longer holds what it did, is told so, and lives again', async () => {
  const held = one.alone('work', () => wait(600))
  const told = expect(held).rejects.toThrow("broke while 'work' was done")
  await wait(50)
  await cut(one)
  expect(await other.alone('work', async () => 'taken over')).toBe('taken over')
  await told
  await expect.poll(() => other.living(), { timeout: 5_000 }).toContain(one.process_id)
  expect(await one.alone('work', async () => 'again')).toBe('again')
})

it('a process that has its stores for itself waits for nobody but itself', async () => {
  const alone = onlyLife(7)
  const order: number[] = []
  await Promise.all([
    alone.alone('work', async () => {
      await wait(20)
      order.push(1)
    }),
    alone.aloneOrNot('work', async () => order.push(2)),
  ])
  expect(order).toEqual([1, 2])
  expect(await alone.living()).toEqual([7])
})
