import { join } from 'node:path'
import { createKey } from '../../src/collect/contract.ts'
import { atRest } from './at-rest.ts'
import { countStored } from './count-stored.ts'
import { atLeast, atMost, type Told, told } from './figure.ts'
import { insertRate } from './insert-rate.ts'
import { touchpoints } from './orders.ts'
import type { Bench, Part } from './part.ts'
import { watchMemory } from './process-memory.ts'
import { quantile } from './quantiles.ts'
import { batchText, sender } from './send-events.ts'
import type { Server } from './server.ts'

const batch = 100
const lasts = 60_000

/** So many at once, and the rate that is asked of them. */
const loads = [
  { connections: 8, bar: 10_000 },
  { connections: 32, bar: 15_000 },
]

export const httpPart: Part = {
  name: 'http',
  title: `Batches of ${batch} events at ${loads.map(({ connections }) => connections).join(' and ')} connections for ${lasts / 1000} s each`,
  minutes: 8,
  run: async (bench) => {
    const figures: Told[] = []
    for (const load of loads) {
      const server = await bench.loaded()
      await atRest(server.pid)
      figures.push(...(await measured(bench, server, load)))
    }
    return figures
  },
}

async function measured(
  bench: Bench,
  server: Server,
  { connections, bar }: (typeof loads)[number],
): Promise<Told[]> {
  const source = `bench-${Date.now()}`
  const { write_key } = await server.call(createKey, { name: source, source })
  const { send, close } = sender(server.url, write_key, connections)
  const memory = watchMemory(server.pid)
  const waits: number[] = []
  const began = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() - began < lasts) {
        const body = batchText(batch, touchpoints, 'h')
        const sent = performance.now()
        await send(body)
        waits.push(performance.now() - sent)
      }
    }),
  )
  const seconds = (performance.now() - began) / 1000
  const seen = memory()
  close()
  const acknowledged = waits.length * batch
  const rate = acknowledged / seconds
  const stored = await countStored(server, source)
  const perInsert = Math.round((rate * quantile(waits, 0.5)) / 1000)
  const limit = await insertRate(join(bench.folder, `limit-${source}`), Math.max(100, perInsert))
  const at = (name: string) => `${name}, ${connections} connections`
  return [
    atLeast(at('durable'), rate, 'events/s', bar),
    told(at('median latency'), quantile(waits, 0.5), 'ms'),
    atMost(at('p99 latency'), quantile(waits, 0.99), 'ms', 300),
    atMost(at('longest latency'), Math.max(...waits), 'ms', 2_000),
    atMost(
      at('p95 memory'),
      seen?.p95_mb ?? Number.NaN,
      'MB',
      1_024,
      `whole process tree; peak ${Math.round(seen?.peak_mb ?? 0)} MB`,
    ),
    atMost(
      at('acknowledged and not stored'),
      acknowledged - stored.distinct,
      'events',
      0,
      `${acknowledged} acknowledged`,
    ),
    atMost(at('stored twice'), stored.rows - stored.distinct, 'events', 0),
    atLeast(
      at('share of the bare insert rate'),
      (100 * rate) / limit,
      '%',
      25,
      `at ${perInsert} rows per insert: ${Math.round(limit)} rows/s`,
    ),
  ]
}
