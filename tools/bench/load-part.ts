import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { listImports } from '../../src/collect/contract.ts'
import { atRest } from './at-rest.ts'
import { atLeast, type Told, told } from './figure.ts'
import { insertRate } from './insert-rate.ts'
import { writeOrders, writeXes } from './orders.ts'
import type { Bench, Part } from './part.ts'
import { watchMemory } from './process-memory.ts'
import { command, type Server, startServer } from './server.ts'

interface Imported {
  stored_s: number
  built_s: number
  interactions: number
  peak_mb: number
}

/** The command as a person gives it, beside a running server; the moment everything is stored is read from the import's state. */
export async function importInto(
  server: Server,
  data: string,
  path: string,
  args: string[] = [],
): Promise<Imported> {
  const memory = watchMemory(server.pid)
  const began = performance.now()
  const seconds = () => (performance.now() - began) / 1000
  let stored_s = 0
  let interactions = 0
  const looking = setInterval(async () => {
    const { imports } = await server.call(listImports, {})
    const latest = imports[0]
    if (latest && latest.state !== 'reading' && stored_s === 0) stored_s = seconds()
    if (latest) interactions = latest.interactions
  }, 100)
  try {
    await command(data, ['import', path, '--json', ...args])
  } finally {
    clearInterval(looking)
  }
  const built_s = seconds()
  const { imports } = await server.call(listImports, {})
  return {
    stored_s: stored_s || built_s,
    built_s,
    interactions: imports[0]?.interactions ?? interactions,
    peak_mb: memory()?.peak_mb ?? Number.NaN,
  }
}

const rates = (name: string, done: Imported, limit: number): Told[] => [
  atLeast(
    `${name} until stored`,
    done.interactions / done.stored_s,
    'interactions/s',
    30_000,
    `${done.interactions} interactions in ${done.stored_s.toFixed(1)} s`,
  ),
  atLeast(
    `${name} until runs are built`,
    done.interactions / done.built_s,
    'interactions/s',
    30_000,
    `${done.built_s.toFixed(1)} s`,
  ),
  atLeast(
    `${name}, share of the bare insert rate`,
    (100 * done.interactions) / done.stored_s / limit,
    '%',
    50,
  ),
  told(`${name}, peak memory`, done.peak_mb, 'MB', 'whole process tree of the server'),
]

export const importPart: Part = {
  name: 'import',
  title: 'CSV and XES by the command line',
  minutes: 12,
  run: async (bench) => {
    const limit = await insertRate(join(bench.folder, 'limit-import'), 10_000)
    const loaded = await bench.loaded()
    const csv = await loadOrders(bench, loaded)
    await atRest(loaded.pid)
    return [
      told('bare insert of 10,000 rows', limit, 'rows/s', 'the same rows into the same table, nothing else'),
      ...rates('CSV', csv, limit),
      ...rates('XES', await importXes(bench), limit),
    ]
  },
}

/** Results by folder: the load that the import part measures is the load that other parts stand on. */
const done = new Map<string, Promise<Imported>>()

export function loadOrders(bench: Pick<Bench, 'folder' | 'size' | 'say'>, server: Server): Promise<Imported> {
  const known = done.get(bench.folder) ?? load(bench, server)
  done.set(bench.folder, known)
  return known
}

async function load(
  { folder, size, say }: Pick<Bench, 'folder' | 'size' | 'say'>,
  server: Server,
): Promise<Imported> {
  const rows = await writeOrders(join(folder, 'orders'), size)
  say(`loading ${rows} interactions`)
  return importInto(server, join(folder, 'data'), join(folder, 'orders'), [
    '--mapping',
    join(folder, 'orders', 'mapping.yaml'),
  ])
}

async function importXes(bench: Bench): Promise<Imported> {
  const folder = join(bench.folder, 'xes')
  mkdirSync(folder, { recursive: true })
  const events = await writeXes(join(folder, 'log.xes'), Math.ceil(bench.size * 0.262))
  bench.say(`importing an event log of ${events} events`)
  const data = join(folder, 'data')
  const server = await startServer(data)
  try {
    return await importInto(server, data, join(folder, 'log.xes'))
  } finally {
    await server.stop()
  }
}
