import { rebuildRuns } from '../../src/journeys/contract.ts'
import { atRest } from './at-rest.ts'
import { atLeast, told } from './figure.ts'
import type { Part } from './part.ts'
import { treeMemory, watchMemory } from './process-memory.ts'

export const rebuildPart: Part = {
  name: 'rebuild',
  title: 'All runs of the journey built again',
  minutes: 5,
  run: async (bench) => {
    const server = await bench.loaded()
    await atRest(server.pid)
    const before = treeMemory(server.pid) ?? Number.NaN
    const memory = watchMemory(server.pid)
    const built = await server.call(rebuildRuns, { journey: 'order' })
    return [
      atLeast(
        'rebuild',
        built.interactions / built.seconds,
        'interactions/s',
        60_000,
        `${built.runs} runs of ${built.interactions} interactions in ${built.seconds.toFixed(1)} s`,
      ),
      told(
        'peak memory',
        memory()?.peak_mb ?? Number.NaN,
        'MB',
        `whole process tree; ${Math.round(before)} MB before it, when all was loaded`,
      ),
    ]
  },
}
