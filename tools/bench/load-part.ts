import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { listImports, previewImport } from '../../src/collect/contract.ts'
import { atRest } from './at-rest.ts'
import { atLeast, type Told, told } from './figure.ts'
import { insertRate } from './insert-rate.ts'
import { writeOrders, writeXes } from './orders.ts'
import type { Bench, Part } from './part.ts'
import { watchMemory } from './process-memory.ts'
import { command, type Server, startServer } from './server.ts'

interface Imported {
  /** From the command's first moment: node starts, a mapping is guessed. */
  stored_s: number
  /** From when the import is on record. */
  reading_s: number
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
  const earlier = (await server.call(listImports, {})).imports[0]?.import_id
  const began = performance.now()
  const seconds = () => (performance.now() - began) / 1000
  let begun_s = 0
  let stored_s = 0
  let interactions = 0
  const looking = setInterval(async () => {
    const { imports } = await server.call(listImports, {})
    const latest = imports[0]
    if (latest && latest.import_id !== earlier) begun_s ||= seconds()
    if (begun_s === 0) return
    if (latest && latest.state !== 'reading' && stored_s === 0) stored_s = seconds()
    if (latest) interactions = latest.interactions
  }, 50)
  try {
    await command(data, ['import', path, '--json', ...args])
  } finally {
    clearInterval(looking)
  }
  const built_s = seconds()
  const { imports } = await server.call(listImports, {})
  return {
    stored_s: stored_s || built_s,
    reading_s: (stored_s || built_s) - begun_s,
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
      ...(await permitLog(bench)),
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

/** A log that other tools are measured by too, where it lies beside the project: many attributes, an event of a kilobyte. */
const publicLog = fileURLToPath(
  new URL('../../../shared/data/logs/BPI_2020_PermitLog.xes.gz', import.meta.url),
)

async function permitLog(bench: Bench): Promise<Told[]> {
  if (!existsSync(publicLog)) return []
  bench.say('importing BPI_2020_PermitLog')
  const folder = join(bench.folder, 'permits')
  mkdirSync(folder, { recursive: true })
  const server = await startServer(join(folder, 'data'))
  try {
    const guess = await server.call(previewImport, { path: publicLog })
    writeFileSync(join(folder, 'mapping.yaml'), guess.mapping)
    const done = await importInto(server, join(folder, 'data'), publicLog, [
      '--mapping',
      join(folder, 'mapping.yaml'),
    ])
    return [
      atLeast(
        'BPI_2020_PermitLog until stored',
        done.interactions / done.reading_s,
        'interactions/s',
        30_000,
        `${done.interactions} interactions in ${done.reading_s.toFixed(1)} s; the whole command with the start of node ${done.stored_s.toFixed(1)} s`,
      ),
    ]
  } finally {
    await server.stop()
  }
}
