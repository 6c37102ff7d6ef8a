import { join } from 'node:path'
import { createKey } from '../../src/collect/contract.ts'
import { countStored } from './count-stored.ts'
import { atLeast, atMost, told } from './figure.ts'
import { insertRate } from './insert-rate.ts'
import { touchpoints } from './orders.ts'
import type { Part } from './part.ts'
import { watchMemory } from './process-memory.ts'
import { quantile } from './quantiles.ts'
import { batchText, sender } from './send-events.ts'

const connections = 8
const batch = 100
const lasts = 30_000

export const httpPart: Part = {
  name: 'http',
  title: `Batches of ${batch} events at ${connections} connections for ${lasts / 1000} s`,
  minutes: 5,
  run: async (bench) => {
    const server = await bench.loaded()
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
    return [
      atLeast('durable', rate, 'events/s', 5_000),
      told('median latency', quantile(waits, 0.5), 'ms'),
      atMost('p99 latency', quantile(waits, 0.99), 'ms', 250),
      told('longest latency', Math.max(...waits), 'ms'),
      atMost(
        'p95 memory',
        seen?.p95_mb ?? Number.NaN,
        'MB',
        1_024,
        `whole process tree; peak ${Math.round(seen?.peak_mb ?? 0)} MB`,
      ),
      atMost(
        'acknowledged and not stored',
        acknowledged - stored.distinct,
        'events',
        0,
        `${acknowledged} acknowledged`,
      ),
      atMost('stored twice', stored.rows - stored.distinct, 'events', 0),
      told(
        'share of the bare insert rate',
        (100 * rate) / limit,
        '%',
        `at ${perInsert} rows per insert: ${Math.round(limit)} rows/s`,
      ),
    ]
  },
}
