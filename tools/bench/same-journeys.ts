import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { listRuns } from '../../src/journeys/contract.ts'
import { command, type Server } from './server.ts'

/** A Throughline with the folder it stands on. */
export interface Held {
  server: Server
  data: string
}

const runsAtOnce = 50_000

/** What a run holds, each line of it: steps with their times, touchpoints and waits, silent gaps, promises. */
const lines = {
  steps:
    'SELECT * FROM steps WHERE run_id IN (SELECT run_id FROM runs WHERE {{some}}) ORDER BY run_id, number',
  gaps: 'SELECT * FROM gaps WHERE run_id IN (SELECT run_id FROM runs WHERE {{some}}) ORDER BY run_id, from_at, to_at, from_step, to_step',
  promises:
    'SELECT * FROM promises WHERE run_id IN (SELECT run_id FROM runs WHERE {{some}}) ORDER BY run_id, what, made_at, due',
}
/** Interactions whose runs are compared at once. */
const atOnce = 125_000

/**
 * Whether two hold the same interactions and the same journeys: every run as it is listed (customer, times, outcome, promises, attributes),
 * every step, gap and promise of it, every interaction with its whole content. Returns how many runs.
 * @throws Error naming what differs first.
 */
export async function sameJourneys(folder: string, size: number, ours: Held, theirs: Held): Promise<number> {
  const shares = Math.ceil(size / atOnce)
  for (const what of ['interactions', 'runs'])
    await sameFile(folder, ours, theirs, what, (file) => ['export', file, '--what', what])
  for (const [what, sql] of Object.entries(lines))
    for (let share = 0; share < shares; share++)
      await sameFile(folder, ours, theirs, `${what} of runs`, (file) => [
        ...[
          'sql',
          sql.replace('{{some}}', `journey = 'order' AND cityHash64(run_id) % ${shares} = ${share}`),
        ],
        ...['--format', 'csv', '--out', file],
      ])
  return sameLists(ours, theirs)
}

async function sameLists(ours: Held, theirs: Held): Promise<number> {
  for (let offset = 0; ; offset += runsAtOnce) {
    const page = async ({ server }: Held) =>
      (await server.call(listRuns, { journey: 'order', order: 'asc', limit: runsAtOnce, offset })).runs
    const [our, their] = [await page(ours), await page(theirs)]
    const differs = our.findIndex((run, nth) => JSON.stringify(run) !== JSON.stringify(their[nth]))
    if (differs >= 0 || our.length !== their.length)
      throw new Error(
        `run ${offset + differs} is ${JSON.stringify(our[differs])} and in the copy ${JSON.stringify(their[differs])}`,
      )
    if (our.length < runsAtOnce) return offset + our.length
  }
}

async function sameFile(
  folder: string,
  ours: Held,
  theirs: Held,
  what: string,
  writes: (file: string) => string[],
): Promise<void> {
  const digests: string[] = []
  for (const { data } of [ours, theirs]) {
    const file = join(folder, `compared-${digests.length}.csv`)
    await command(data, writes(file))
    digests.push(await digest(file))
  }
  if (digests[0] !== digests[1]) throw new Error(`the ${what} of the copy are not those that were exported`)
}

async function digest(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
