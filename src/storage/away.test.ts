import { createClient } from '@clickhouse/client'
import pg from 'pg'
import { expect, it } from 'vitest'
import { isAway, isFull, isRefused } from './away.ts'

/** Nobody listens there. */
const nowhere = 'http://127.0.0.1:1'

it('a server that takes no connection is away, and another may be asked the same', async () => {
  const client = createClient({ url: nowhere })
  const clickhouse = await client.command({ query: 'SELECT 1' }).catch((error: unknown) => error)
  const postgresql = await new pg.Client({ host: '127.0.0.1', port: 1 })
    .connect()
    .catch((error: unknown) => error)
  const socket = await new pg.Client({ host: '/nowhere/at-all' }).connect().catch((error: unknown) => error)
  await client.close()
  for (const error of [clickhouse, postgresql, socket]) {
    expect(isAway(error)).toBe(true)
    expect(isRefused(error)).toBe(true)
  }
})

it('a shard that does not answer is away, but something has begun; a wrong statement is neither', () => {
  const shard = Object.assign(new Error('All connection tries failed'), { code: '279' })
  expect(isAway(shard)).toBe(true)
  expect(isRefused(shard)).toBe(false)
  expect(isAway(Object.assign(new Error('terminating connection'), { code: '57P01' }))).toBe(true)
  expect(isAway(new Error('a write failed', { cause: shard }))).toBe(true)
  for (const code of ['47', '62', '23505', '42P01'])
    expect(isAway(Object.assign(new Error('Unknown'), { code }))).toBe(false)
  expect(isAway(new Error('Unknown column'))).toBe(false)
  expect(isAway(Object.assign(new Error('open'), { code: 'ENOENT', syscall: 'open' }))).toBe(false)
  expect(isAway('away')).toBe(false)
})

it('a full disk is told from an engine that is away, whoever met it', () => {
  const clickhouse = Object.assign(
    new Error('write failed: (errno: 28, strerror: No space left on device)'),
    {
      code: '75',
    },
  )
  const postgresql = Object.assign(new Error('could not extend file'), { code: '53100' })
  const node = Object.assign(new Error('write'), { code: 'ENOSPC' })
  for (const error of [clickhouse, postgresql, node, new Error('a write failed', { cause: node })]) {
    expect(isFull(error)).toBe(true)
    expect(isAway(error)).toBe(false)
  }
  expect(isFull(Object.assign(new Error('terminating connection'), { code: '57P01' }))).toBe(false)
})
