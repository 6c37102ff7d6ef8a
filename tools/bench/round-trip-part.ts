import { mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { rebuildRuns } from '../../src/journeys/contract.ts'
import { atLeast, type Told, told } from './figure.ts'
import { importInto } from './load-part.ts'
import type { Part } from './part.ts'
import { treeMemory, watchMemory } from './process-memory.ts'
import { sameJourneys } from './same-journeys.ts'
import { command, startServer } from './server.ts'

const seconds = async (work: () => Promise<unknown>) => {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}

/** Everything exported as OCEL 2.0 and imported into an empty Throughline: the same interactions and the same journeys, or the part fails. */
export const roundTripPart: Part = {
  name: 'round-trip',
  title: 'Exported as OCEL 2.0 and imported again into an empty workspace',
  minutes: 30,
  run: async (bench) => {
    const server = await bench.loaded()
    const folder = join(bench.folder, 'round-trip')
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    const data = join(bench.folder, 'data')
    const copied = join(folder, 'data')
    const log = join(folder, 'all.jsonocel')
    const before_mb = treeMemory(server.pid) ?? Number.NaN
    const memory = watchMemory(server.pid)
    const exported_s = await seconds(() => command(data, ['export', log]))
    const peak_mb = memory()?.peak_mb ?? Number.NaN
    const copy = await startServer(copied)
    try {
      const imported = await importInto(copy, copied, log)
      await command(copied, ['storyboard', 'add', join(bench.folder, 'orders', 'storyboard.yaml')])
      await copy.call(rebuildRuns, { journey: 'order' })
      bench.say('comparing every run of both')
      const runs = await sameJourneys(folder, { server, data }, { server: copy, data: copied })
      const size = Math.round(statSync(log).size / 1e6)
      const figures: Told[] = [
        atLeast(
          'export',
          imported.interactions / exported_s,
          'interactions/s',
          10_000,
          `${imported.interactions} interactions, ${size} MB in ${exported_s.toFixed(1)} s`,
        ),
        told(
          'export, peak memory',
          peak_mb,
          'MB',
          `whole process tree of the server, ${Math.round(before_mb)} MB of it before`,
        ),
        atLeast(
          'import',
          imported.interactions / imported.stored_s,
          'interactions/s',
          10_000,
          `until stored, in ${imported.stored_s.toFixed(1)} s`,
        ),
        told('import, peak memory', imported.peak_mb, 'MB', 'whole process tree of the server'),
        told(
          'runs that are the same in both',
          runs,
          'runs',
          'each with its steps, gaps, promises, customer and outcome',
        ),
      ]
      return figures
    } finally {
      await copy.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
