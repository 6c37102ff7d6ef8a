// `npm run bench [-- part …]`: figures against their bars, on this machine, in docs/bench.md and docs/bench.json.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argv, exit } from 'node:process'
import { parseArgs } from 'node:util'
import { alignPart } from './align-part.ts'
import { atRest } from './at-rest.ts'
import { customersPart } from './customers-part.ts'
import { erasePart } from './erase-part.ts'
import { type Figure, holds } from './figure.ts'
import { freshPart } from './fresh-part.ts'
import { growthPart } from './growth-part.ts'
import { httpPart } from './http-part.ts'
import { idlePart } from './idle-part.ts'
import { livingPart } from './living-part.ts'
import { importPart, loadOrders } from './load-part.ts'
import { mapPart } from './map-part.ts'
import { matchPart } from './match-part.ts'
import { pagePart } from './page-part.ts'
import type { Bench, Part } from './part.ts'
import { rebuildPart } from './rebuild-part.ts'
import { tableOf, writeReport } from './report.ts'
import { roundTripPart } from './round-trip-part.ts'
import { endAll, type Server, startServer } from './server.ts'

/** In this order: what changes the data comes after what reads it. */
const parts: Part[] = [
  alignPart,
  matchPart,
  importPart,
  rebuildPart,
  growthPart,
  mapPart,
  pagePart,
  customersPart,
  roundTripPart,
  freshPart,
  livingPart,
  httpPart,
  erasePart,
  idlePart,
]

const { values, positionals } = parseArgs({
  args: argv.slice(2),
  allowPositionals: true,
  options: {
    size: { type: 'string', default: '1000000' },
    folder: { type: 'string' },
    seed: { type: 'string', default: '1' },
    dry: { type: 'boolean', default: false },
  },
})
const unknown = positionals.filter((name) => !parts.some((part) => part.name === name))
if (unknown.length > 0)
  stop(`There is no part ${unknown.join(', ')}: say any of ${parts.map((part) => part.name).join(', ')}.`)
const size = Number(values.size)
if (!Number.isSafeInteger(size) || size < 1000)
  stop(`--size is "${values.size}": give a number of interactions from 1000.`)

const seed = Number(values.seed)
if (!Number.isSafeInteger(seed)) stop(`--seed is "${values.seed}": give a whole number.`)

/** A folder given is kept, and found loaded the next time. */
const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'throughline-bench-'))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    endAll()
    exit(1)
  })

const servers: Promise<Server>[] = []
const bench: Bench = {
  size,
  seed,
  folder,
  say: (line) => console.error(`  ${line}`),
  loaded: () => {
    servers[0] ??= openLoaded()
    return servers[0]
  },
}
const figures: Figure[] = []
const failed: string[] = []
for (const part of parts) if (positionals.length === 0 || positionals.includes(part.name)) await measure(part)
for (const server of servers) await (await server).stop()
if (values.folder === undefined) rmSync(folder, { recursive: true, force: true })

if (figures.length > 0) {
  if (!values.dry) writeReport(size, figures)
  console.log(tableOf(figures))
}
const missed = figures.filter((each) => !holds(each))
console.log(
  failed.length + missed.length === 0
    ? 'Every bar is met.'
    : `Missed: ${[...failed, ...missed.map((each) => `${each.part} ${each.name}`)].join(', ')}`,
)
exit(failed.length + missed.length === 0 ? 0 : 1)

async function measure(part: Part): Promise<void> {
  console.error(`${part.name}: ${part.title}`)
  if (servers[0] !== undefined) await atRest((await servers[0]).pid)
  const at = new Date().toISOString()
  // Of a million interactions, and of less; the first part that asks for the loaded server waits for the loading too.
  const minutes = Math.ceil(part.minutes * Math.max(1, size / 1_000_000))
  const late = new Promise<never>((_, fail) => {
    setTimeout(() => fail(new Error(`took more than ${minutes} minutes`)), minutes * 60_000).unref()
  })
  try {
    for (const each of await Promise.race([part.run(bench), late]))
      figures.push({ part: part.name, ...each, at })
  } catch (error) {
    failed.push(`${part.name} (${error instanceof Error ? error.message : error})`)
  }
}

async function openLoaded(): Promise<Server> {
  const there = existsSync(join(folder, 'data', 'clickhouse'))
  const started = await startServer(join(folder, 'data'))
  if (!there) await loadOrders(bench, started)
  return started
}

function stop(words: string): never {
  console.error(words)
  exit(2)
}
