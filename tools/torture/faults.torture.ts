import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { crashEngine } from './crashed-engine.ts'
import { deliver, type Suffered, sendThrough } from './faults.ts'
import { haltPostgres, stopPostgres } from './halted-postgres.ts'
import { type KilledServer, startServer } from './killed-server.ts'
import { clockBy, setClock } from './shifted-clock.ts'
import { mountSmallDisk } from './small-disk.ts'

/** Only 200, 429 and 503 (and `besides`) were answered, it goes on by itself, and what was acknowledged is there once. */
function expectUnharmed(suffered: Suffered, besides: string[] = []): void {
  const { stored, statuses } = suffered
  expect(suffered).toMatchObject({ lost: [], doubled: [], interactions: stored, steps: stored })
  expect(suffered.after).toBeGreaterThanOrEqual(20)
  expect(
    Object.keys(statuses).filter((status) => !['200', '429', '503', ...besides].includes(status)),
  ).toEqual([])
}

it('PostgreSQL is halted and goes on: answers are 503 meanwhile and come in time', async () => {
  const server = await startServer()
  try {
    const suffered = await sendThrough(server, async () => {
      for (const halted_ms of [1_000, 8_000, 15_000]) {
        const goOn = haltPostgres(server)
        await wait(halted_ms)
        goOn()
        await wait(2_000)
      }
    })
    expectUnharmed(suffered)
    expect(suffered.statuses[503]).toBeGreaterThan(10)
    expect(suffered.slowest_ms).toBeLessThan(8_000)
  } finally {
    await server.end()
  }
})

it('PostgreSQL is stopped and comes again, eight times', async () => {
  const server = await startServer()
  try {
    const suffered = await sendThrough(server, async () => {
      for (let stop = 0; stop < 8; stop++) {
        stopPostgres(server)
        await wait(2_500)
      }
    })
    expectUnharmed(suffered)
    expect(suffered.statuses[503]).toBeGreaterThan(3)
  } finally {
    await server.end()
  }
})

it('the disk is full and gets room again, three times', async ({ skip }) => {
  const disk = mountSmallDisk(1_000)
  skip(disk === null, 'no tmpfs can be mounted here')
  let server: KilledServer | undefined
  try {
    server = await startServer({}, join(disk!.folder, 'own'))
    const suffered = await sendThrough(server, async () => {
      for (const full_ms of [1_000, 4_000, 8_000]) {
        await disk!.fill(full_ms)
        await wait(3_000)
      }
    })
    expectUnharmed(suffered)
    expect(suffered.statuses[503]).toBeGreaterThan(3)
  } finally {
    await server?.end()
    disk!.remove()
  }
})

it('ClickHouse crashes inside the server, which becomes a new process by itself', async ({ skip }) => {
  const server = await startServer()
  try {
    await wait(62_000)
    let crashed: true | null = null
    const suffered = await sendThrough(server, async () => {
      crashed = crashEngine(server.pid())
      if (crashed) await server.found()
    })
    skip(crashed === null, 'no python3 here to send a signal to one thread')
    expectUnharmed(suffered, ['0'])
    expect(suffered.unavailable_ms).toBeLessThan(20_000)
  } finally {
    await server.end()
  }
})

it('a server that crashes at once ends with its exit code instead of starting again and again', async ({
  skip,
}) => {
  const server = await startServer()
  try {
    const ended = server.ended()
    skip(crashEngine(server.pid()) === null, 'no python3 here to send a signal to one thread')
    expect(await ended).toBe(70)
  } finally {
    await server.end()
  }
})

it('the clock is set back an hour, a day, and right again: what was said last stands', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-clock-'))
  const clock = join(folder, 'clock')
  setClock(clock, 0)
  const server = await startServer(clockBy(clock))
  const hour = 3_600_000
  try {
    const suffered = await sendThrough(server, async (write_key) => {
      for (const [take, wrong] of [0, -hour, 0, -24 * hour, 0].entries()) {
        setClock(clock, wrong)
        await wait(1_500)
        const said = { type: 'track', messageId: '0-0-0', event: 'Placed', userId: 'u0' }
        const properties = { order_id: 'o0', take: `${take}` }
        expect(await deliver(server, write_key, [{ ...said, properties }])).toBe(200)
      }
    })
    expectUnharmed(suffered)
    expect(Object.keys(suffered.statuses)).toEqual(['200'])
    expect(
      await server.sql(
        'main',
        "SELECT attributes['take'] AS take FROM interactions WHERE record_key = '0-0-0'",
      ),
    ).toEqual([{ take: '4' }])
  } finally {
    await server.end()
    rmSync(folder, { recursive: true, force: true })
  }
})
