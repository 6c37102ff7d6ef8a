import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { rebuildRuns } from '../../src/journeys/contract.ts'
import { atMost, type Told, told } from './figure.ts'
import { loadOrders } from './load-part.ts'
import type { Bench, Part } from './part.ts'
import { type Server, startServer } from './server.ts'

/** Up to the size that is loaded, each about three times the one before; with `--size 10000000` two more. */
export function sizesUpTo(size: number): number[] {
  const steps = [0.01, 0.03, 0.1, 0.3, 1].map((share) => Math.round(size * share))
  return size > 1_000_000 ? steps : steps.slice(2)
}

/** The slope of log y over log x by least squares: 1 = y grows as x does. */
export function exponentOf(points: readonly { x: number; y: number }[]): number {
  const logs = points.map(({ x, y }) => [Math.log(x), Math.log(y)] as const)
  const mean = (of: 0 | 1) => logs.reduce((sum, log) => sum + log[of], 0) / logs.length
  const [x, y] = [mean(0), mean(1)]
  const covered = logs.reduce((sum, [lx, ly]) => sum + (lx - x) * (ly - y), 0)
  return covered / logs.reduce((sum, [lx]) => sum + (lx - x) ** 2, 0)
}

async function rebuilt(server: Server): Promise<{ interactions: number; seconds: number }> {
  const tries = [
    await server.call(rebuildRuns, { journey: 'order' }),
    await server.call(rebuildRuns, { journey: 'order' }),
  ]
  return tries.reduce((best, each) => (each.seconds < best.seconds ? each : best))
}

/** A store of its own, gone afterwards. */
async function rebuiltAt(bench: Bench, size: number) {
  if (size === bench.size) return rebuilt(await bench.loaded())
  const folder = join(bench.folder, `growth-${size}`)
  const server = await startServer(join(folder, 'data'))
  try {
    await loadOrders({ folder, size, say: bench.say }, server)
    return await rebuilt(server)
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

export const growthPart: Part = {
  name: 'growth',
  title: 'Whether an interaction costs the same however many there are',
  minutes: 90,
  run: async (bench): Promise<Told[]> => {
    const points: { x: number; y: number }[] = []
    const figures: Told[] = []
    for (const size of sizesUpTo(bench.size)) {
      const { interactions, seconds } = await rebuiltAt(bench, size)
      points.push({ x: interactions, y: seconds })
      figures.push(
        told(
          `rebuild at ${interactions.toLocaleString('en-GB')} interactions`,
          (1e6 * seconds) / interactions,
          'µs/interaction',
          `${seconds.toFixed(2)} s, the faster of two`,
        ),
      )
    }
    const note = 'slope of log seconds over log interactions; 1 = the same cost each'
    return [...figures, atMost('exponent', exponentOf(points), '', 1.05, note)]
  },
}
