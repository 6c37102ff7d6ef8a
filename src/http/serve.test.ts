import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { operation } from './operation.ts'
import { mounter } from './serve.ts'

it('a handler is told when its caller has gone', async () => {
  const slow = operation({
    name: 'slow',
    method: 'GET',
    path: '/api/slow',
    permission: 'public',
    summary: 'Waits until nobody waits',
    input: z.object({}),
    output: z.object({}),
  })
  const app = new Hono()
  const begun = Promise.withResolvers<void>()
  const gone = Promise.withResolvers<string>()
  const nobody = async () => ({ local: false, person: null, by_key: false, role: async () => null })
  mounter(app, nobody)(slow, async (_, __, signal) => {
    signal.addEventListener('abort', () => gone.resolve('gone'))
    begun.resolve()
    await gone.promise
    return {}
  })
  const server = serve({ fetch: app.fetch, port: 0 })
  try {
    const caller = new AbortController()
    const { port } = server.address() as AddressInfo
    const answer = fetch(`http://127.0.0.1:${port}/api/slow`, { signal: caller.signal })
    await begun.promise
    caller.abort()
    await expect(answer).rejects.toThrow()
    expect(await gone.promise).toBe('gone')
  } finally {
    server.close()
  }
})
