import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { readJourneyMap } from '../../src/journeys/contract.ts'
import { atRest } from './at-rest.ts'
import { atMost, told } from './figure.ts'
import { loadOrders } from './load-part.ts'
import { from } from './orders.ts'
import type { Part } from './part.ts'
import { quantile } from './quantiles.ts'
import { startServer } from './server.ts'

const times = 10
/** For one interaction loaded elsewhere: 2.6 million where a million are loaded, as large as BPI Challenge logs get. */
const more = 2.6

/** Each time with another filter that every run passes: what was asked before is remembered. */
const sinceOf = (nth: number) => new Date(from - (nth + 1) * 86_400_000).toISOString().slice(0, 10)

export const mapPart: Part = {
  name: 'map',
  title: 'The directly-follows map from stored steps',
  minutes: 30,
  run: async (bench) => {
    const folder = join(bench.folder, 'map')
    const server = await startServer(join(folder, 'data'))
    try {
      await loadOrders({ folder, size: Math.round(bench.size * more), say: bench.say }, server)
      await atRest(server.pid)
      const took: number[] = []
      let passages = 0
      for (let nth = 0; nth <= times; nth++) {
        const began = performance.now()
        const map = await server.call(readJourneyMap, { journey: 'order', since: sinceOf(nth) })
        took.push((performance.now() - began) / 1000)
        passages = map.passages
      }
      const [first, ...rest] = took
      const events = Math.round(bench.size * more).toLocaleString('en-GB')
      const note = `${passages.toLocaleString('en-GB')} passages; slowest of ${times} ${Math.max(...rest).toFixed(2)} s`
      return [
        atMost(`median over ${events} events`, quantile(rest, 0.5), 's', 0.5, note),
        told('the very first', first!, 's'),
      ]
    } finally {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
