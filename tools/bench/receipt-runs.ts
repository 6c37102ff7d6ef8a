import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { conformingTo, type LivedStep } from '../../src/journeys/conformance.ts'
import { storedStoryboard } from '../../src/journeys/storyboard.ts'
import { mineStoryboard } from '../../src/journeys/storyboard-mine.ts'
import { atMost, type Told } from './figure.ts'

const log = join(import.meta.dirname, '../../../shared/data/logs/receipt.csv')

/** The 1,434 runs of the CoSeLoG receipt log against the design mined of them; nothing where the log is not at hand. */
export function receiptAligned(say: (line: string) => void): Told[] {
  if (!existsSync(log)) {
    say(`the receipt log is not measured: there is no ${log} here`)
    return []
  }
  const rows: Record<string, string>[] = parse(readFileSync(log), { columns: true, bom: true })
  const runs = [...Map.groupBy(rows, (row) => row['case:concept:name']!).values()].map((run) =>
    run
      .map((row): LivedStep => {
        const started_at = Date.parse(row['time:timestamp']!)
        return {
          touchpoint: row['concept:name']!,
          channel: '',
          customer_facing: false,
          started_at,
          ended_at: null,
        }
      })
      .sort((a, b) => a.started_at - b.started_at),
  )
  const ways = [...Map.groupBy(runs, (run) => run.map(({ touchpoint }) => touchpoint).join('\n')).values()]
  const mined = mineStoryboard(
    'receipt',
    ways.map((same) => ({ steps: same[0]!.map(({ touchpoint }) => touchpoint), count: same.length })),
    0.2,
  )!
  const { design } = storedStoryboard(mined.yaml)
  const began = performance.now()
  const { check } = conformingTo(design)
  let fitness = 0
  for (const run of runs) fitness += check(run, false).fitness
  const seconds = (performance.now() - began) / 1000
  const note = `${ways.length} variants against the design mined of them, mean fitness ${(fitness / runs.length).toFixed(4)}; one thread`
  return [atMost(`receipt, ${runs.length.toLocaleString('en-GB')} runs`, seconds, 's', 1, note)]
}
