import * as contract from '../../src/journeys/contract.ts'
import { atMost, type Told, told } from './figure.ts'
import { channels, from, payments, regions } from './orders.ts'
import type { Part } from './part.ts'
import { quantile } from './quantiles.ts'
import type { Server } from './server.ts'

const times = 20
const journey = 'order'

type Filters = { channel?: string; attribute?: string; since?: string; until?: string }

/** What the console asks for: the journey with its breaks and its map, then what its tabs hold. */
async function openPage(server: Server, filters: Filters, took: Map<string, number[]>): Promise<number> {
  const began = performance.now()
  const ask = async (name: string, asking: Promise<unknown>) => {
    const asked = performance.now()
    await asking
    took.set(name, [...(took.get(name) ?? []), performance.now() - asked])
  }
  const input = { journey, ...filters }
  const sampling = { ...input, read: 'sample' as const }
  await Promise.all([
    ask('journey', server.call(contract.readJourney, sampling)),
    ask('breaks', server.call(contract.readBreaks, sampling)),
    ask('map', server.call(contract.readJourneyMap, sampling)),
  ])
  await ask('deviations', server.call(contract.listDeviations, sampling))
  await ask('variants', server.call(contract.listVariants, sampling))
  await ask(
    'runs',
    server.call(contract.listRuns, { ...input, limit: 200, offset: 0, sort: 'started_at', order: 'desc' }),
  )
  return performance.now() - began
}

/** No filter twice: what was asked before might be remembered. */
function filtersOf(): Filters[] {
  const iso = (day: number) => new Date(from + day * 86_400_000).toISOString().slice(0, 10)
  return [
    ...channels.map((channel) => ({ channel })),
    ...regions.slice(0, 8).map((region) => ({ attribute: `region=${region}` })),
    ...payments.map((payment) => ({ attribute: `payment=${payment}` })),
    ...[30, 60, 90, 120, 150].map((days) => ({ since: iso(10 + days / 10), until: iso(10 + days) })),
  ]
}

export const pagePart: Part = {
  name: 'page',
  title: 'All data of the journey page',
  minutes: 6,
  run: async (bench) => {
    const server = await bench.loaded()
    const first = await openPage(server, {}, new Map())
    const plain = new Map<string, number[]>()
    const whole: number[] = []
    for (let nth = 0; nth < times; nth++) whole.push(await openPage(server, {}, plain))
    const filtered = new Map<string, number[]>()
    const narrowed: number[] = []
    for (const filters of filtersOf()) narrowed.push(await openPage(server, filters, filtered))
    return [
      atMost(
        'p95 without a filter',
        quantile(whole, 0.95),
        'ms',
        300,
        `median ${Math.round(quantile(whole, 0.5))} ms; the very first ${Math.round(first)} ms`,
      ),
      atMost(
        'p95 with a filter never asked before',
        quantile(narrowed, 0.95),
        'ms',
        1_000,
        `median ${Math.round(quantile(narrowed, 0.5))} ms over ${narrowed.length} filters`,
      ),
      ...operations(plain, ''),
      ...operations(filtered, ', filtered'),
    ]
  },
}

function operations(took: Map<string, number[]>, how: string): Told[] {
  return [...took].map(([name, all]) =>
    told(`${name}${how}, p95`, quantile(all, 0.95), 'ms', `median ${Math.round(quantile(all, 0.5))} ms`),
  )
}
