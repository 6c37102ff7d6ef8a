import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { createRestingThread, Late } from './resting-thread.ts'

type Asked = 'who' | 'die' | 'die soon' | 'silence'

const folder = mkdtempSync(join(tmpdir(), 'resting-thread-'))
afterAll(() => rmSync(folder, { recursive: true }))
writeFileSync(
  join(folder, 'thread.mjs'),
  `import { parentPort, threadId } from 'node:worker_threads'
   parentPort.on('message', (asked) => {
     if (asked === 'who') parentPort.postMessage(threadId)
     if (asked === 'die') process.exit(3)
     if (asked === 'die soon') { parentPort.postMessage(threadId); setTimeout(() => { throw new Error('out of room') }, 10) }
   })
   parentPort.postMessage('ready')`,
)
const threads = (manner = {}) =>
  createRestingThread<Asked, number>(pathToFileURL(join(folder, 'thread.mjs')), manner)

describe('a thread that rests', () => {
  it('is given to whoever comes next, and two at once have one each', async () => {
    const resting = threads()
    const first = await resting.take()
    const own = await first.ask('who')
    await first.leave(true)
    const second = await resting.take()
    const third = await resting.take()
    expect(await second.ask('who')).toBe(own)
    expect(await third.ask('who')).not.toBe(own)
    await second.leave(true)
    await third.leave(true)
  })

  it('that is left twice is not taken away from whoever has it by then', async () => {
    const resting = threads()
    const first = await resting.take()
    await first.leave(true)
    const second = await resting.take()
    const own = await second.ask('who')
    await first.leave(true)
    const third = await resting.take()
    expect(await third.ask('who')).not.toBe(own)
    expect(await second.ask('who')).toBe(own)
    await second.leave(false)
    await third.leave(false)
  })

  it('ends when nobody comes, and the next who comes has a new one, also right then', async () => {
    const resting = threads({ idle_ms: 30 })
    for (const pause of [25, 30, 31, 35, 200]) {
      const first = await resting.take()
      await first.leave(true)
      await wait(pause)
      const second = await resting.take()
      expect(await second.ask('who')).toBeGreaterThan(0)
      await second.leave(false)
    }
  })

  it('is waited for where too many have one, whether it rests or has died', async () => {
    const resting = threads({ most: 2 })
    const [first, second] = [await resting.take(), await resting.take()]
    let taken = 0
    const later = [1, 2, 3].map(() =>
      resting.take().then((thread) => {
        taken++
        return thread
      }),
    )
    await wait(100)
    expect(taken).toBe(0)
    await first.leave(true)
    await (await later[0]!).leave(false)
    const third = await later[1]!
    await wait(100)
    expect(taken).toBe(2)
    await third.ask('die').catch(() => undefined)
    await third.leave(true)
    await (await later[2]!).leave(true)
    await second.leave(true)
    await (await resting.take()).leave(true)
  })

  it('that was left and has ended can be left again', async () => {
    const resting = threads({ idle_ms: 5 })
    const first = await resting.take()
    await first.leave(true)
    await wait(150)
    await first.leave(true)
    expect(await (await resting.take()).ask('who')).toBeGreaterThan(0)
  })
})

describe('a thread that dies', () => {
  it('while it is asked says so', async () => {
    const asked = await threads().take()
    await expect(asked.ask('die')).rejects.toThrow('The thread was ended before it answered.')
  })

  it('between two questions says what of, and never rests', async () => {
    const resting = threads()
    const asked = await resting.take()
    await asked.ask('die soon')
    await wait(150)
    await expect(asked.ask('who')).rejects.toThrow('out of room')
    await asked.leave(true)
    expect(await (await resting.take()).ask('who')).toBeGreaterThan(0)
  })

  it('or does not answer in time is late', async () => {
    const asked = await threads().take()
    await expect(asked.ask('silence', 50)).rejects.toThrow(Late)
    await asked.leave(false)
  })

  it('before it is ready leaves nothing behind', async () => {
    writeFileSync(join(folder, 'broken.mjs'), 'throw new Error("cannot start")')
    const broken = createRestingThread<Asked, number>(pathToFileURL(join(folder, 'broken.mjs')))
    await expect(broken.take()).rejects.toThrow('cannot start')
  })
})
