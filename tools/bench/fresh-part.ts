import { createKey } from '../../src/collect/contract.ts'
import { readJourney } from '../../src/journeys/contract.ts'
import { atMost, told } from './figure.ts'
import { touchpoints } from './orders.ts'
import type { Part } from './part.ts'
import { quantile } from './quantiles.ts'
import { batchText, sender } from './send-events.ts'

const perSecond = 500
const batch = 10
const lasts = 30_000
const pause = 200

/** Every fifth event starts a run: when the page counts k more runs, the k-th of them is in the figures. */
export const freshPart: Part = {
  name: 'fresh',
  title: `From acknowledgement to the figures of the journey page at ${perSecond} events/s`,
  minutes: 4,
  run: async (bench) => {
    const server = await bench.loaded()
    const { write_key } = await server.call(createKey, { name: 'fresh', source: 'bench-fresh' })
    const { send, close } = sender(server.url, write_key, 8)
    const before = (await server.call(readJourney, { journey: 'order' })).runs
    const acknowledged: number[] = []
    const seen: number[] = []
    const reads: number[] = []
    const began = performance.now()
    const sending = steadily(began, async () => {
      await send(batchText(batch, touchpoints, 'f'))
      const now = performance.now()
      for (let each = 0; each < batch / touchpoints.length; each++) acknowledged.push(now)
    })
    while (
      performance.now() - began < lasts + 10_000 &&
      (seen.length < acknowledged.length || performance.now() - began < lasts)
    ) {
      const asked = performance.now()
      const { runs } = await server.call(readJourney, { journey: 'order' })
      const now = performance.now()
      reads.push(now - asked)
      while (seen.length < Math.min(runs - before, acknowledged.length))
        seen.push(now - acknowledged[seen.length]!)
      await new Promise((next) => setTimeout(next, pause))
    }
    await sending
    close()
    return [
      atMost(
        'p95 until in the figures',
        quantile(seen, 0.95) / 1000,
        's',
        2,
        `${seen.length} runs, the page read again ${pause} ms after each answer`,
      ),
      told('median until in the figures', quantile(seen, 0.5) / 1000, 's'),
      told('longest', Math.max(...seen) / 1000, 's'),
      atMost('runs never seen', acknowledged.length - seen.length, 'runs', 0),
      told('p95 of reading the journey meanwhile', quantile(reads, 0.95), 'ms'),
      told('sent', (acknowledged.length * touchpoints.length * 1000) / lasts, 'events/s'),
    ]
  },
}

async function steadily(began: number, send: () => Promise<void>): Promise<void> {
  const every = (1000 * batch) / perSecond
  const under: Promise<void>[] = []
  for (let nth = 0; nth * every < lasts; nth++) {
    const wait = began + nth * every - performance.now()
    if (wait > 1) await new Promise((next) => setTimeout(next, wait))
    under.push(send())
  }
  await Promise.all(under)
}
