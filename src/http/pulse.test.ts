import { setTimeout as wait } from 'node:timers/promises'
import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { createPulse, refuseWhileSilent } from './pulse.ts'
import { answerError } from './serve.ts'

it('requests that wait for a silent engine, and new ones, are answered 503 until it speaks again', async () => {
  let answer = Promise.resolve()
  const pulse = createPulse(() => answer, 50, 10)
  const app = new Hono()
  app.onError((error) => answerError(error, () => undefined))
  app.use(refuseWhileSilent(pulse))
  app.post('/in', async (context) => {
    await answer
    return context.text('stored')
  })
  const send = () => app.request('/in', { method: 'POST' })
  expect((await send()).status).toBe(200)
  const halted = Promise.withResolvers<void>()
  answer = halted.promise
  const waiting = await send()
  expect([waiting.status, waiting.headers.get('retry-after')]).toEqual([503, '5'])
  expect(waiting.headers.get('access-control-allow-origin')).toBe('*')
  expect((await send()).status).toBe(503)
  halted.resolve()
  await expect.poll(pulse.silent).toBe(false)
  expect((await send()).status).toBe(200)
  await pulse.stop()
})

it('an engine that says it is away is not silent: whoever asked is told so by it', async () => {
  const pulse = createPulse(() => Promise.reject(new Error('connect ECONNREFUSED')), 20, 5)
  await wait(60)
  expect(await pulse.meanwhile(async () => 'asked')).toBe('asked')
  await pulse.stop()
})
