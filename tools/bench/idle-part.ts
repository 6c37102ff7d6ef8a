import { join } from 'node:path'
import { atMost, told } from './figure.ts'
import type { Part } from './part.ts'
import { watchMemory } from './process-memory.ts'
import { startServer } from './server.ts'

const rests = 20_000

export const idlePart: Part = {
  name: 'idle',
  title: 'A server with the sample company, left alone',
  minutes: 4,
  run: async (bench) => {
    const server = await startServer(join(bench.folder, `idle-${Date.now()}`), ['--sample'])
    try {
      const loading = watchMemory(server.pid)
      for (let waited = 0; !server.printed().includes('The sample company is loaded'); waited += 200) {
        if (waited > 120_000) throw new Error('The sample company was not loaded within two minutes.')
        await new Promise((next) => setTimeout(next, 200))
      }
      const loaded = loading()
      const idle = watchMemory(server.pid)
      await new Promise((next) => setTimeout(next, rests))
      return [
        atMost(
          'idle memory',
          idle()?.last_mb ?? Number.NaN,
          'MB',
          700,
          `whole process tree ${rests / 1000} s after loading`,
        ),
        told('peak memory while loading', loaded?.peak_mb ?? Number.NaN, 'MB'),
      ]
    } finally {
      await server.stop()
    }
  },
}
