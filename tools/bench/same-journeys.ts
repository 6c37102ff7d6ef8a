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

/** What a run holds, line by line: steps with their times, touchpoints and waits, silent gaps, promises. */
const lines = ['steps', 'gaps', 'promises']

/**
 * Whether two hold the same interactions and the same journeys: every run as it is listed (customer, times, outcome, promises, attributes),
 * every step, gap and promise of it, every interaction with its whole content. Returns how many runs.
 * @throws Error naming what differs first.
 */
export async function sameJourneys(folder: string, ours: Held, theirs: Held): Promise<number> {
  for (const what of ['interactions', 'runs'])
    await sameFile(folder, ours, theirs, what, (file) => ['export', file, '--what', what])
  for (const what of lines)
    await sameFile(folder, ours, theirs, what, (file) => [
      ...['sql', linesOf(what), '--format', 'csv', '--out', file],
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

/** Every line as text, in whatever order: as many of them, and the same sum of their hashes. */
const linesOf = (what: string) =>
  `SELECT count() AS lines, sumWithOverflow(cityHash64(formatRow('TSV', *))) AS sum FROM ${what}`

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
