import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { calibrationOf, type MatchPair, matchRecords, withRecords } from '../../src/identity/index.ts'
import { type Analytics, openAnalytics } from '../../src/storage/analytics.ts'
import { atLeast, atMost, type Told, told } from './figure.ts'
import { matchSet, matchSets, type Score, scoreMatching } from './match-sets.ts'
import type { Bench, Part } from './part.ts'
import { madeRecords } from './people.ts'
import { watchMemory } from './process-memory.ts'

const millionSeconds = 120
const precisionBar = 0.99

/** Real sets with their truth, everything as shipped. */
async function knownSets(analytics: Analytics, say: Bench['say']): Promise<Told[]> {
  const figures: Told[] = []
  for (const set of matchSets) {
    const found = await matchSet(analytics, set)
    if (found === null) {
      say(`${set.name} is left out: its files are not here`)
      continue
    }
    const { matching, score, who } = found
    say(`${set.name}: ${calibrationText(matching.pairs, (pair) => who(pair.a) === who(pair.b))}`)
    figures.push(
      ...scoreFigures(set.name, score.automatic),
      atLeast(`${set.name}, F1 with review`, score.reviewed.f1, '', set.bar, scoreText(score.reviewed)),
      told(
        `${set.name}, review queue`,
        matching.review.length,
        'pairs',
        `${score.accepted} of them one customer`,
      ),
    )
  }
  return figures
}

const scoreText = ({ precision, recall }: Score) =>
  `precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}`

const scoreFigures = (name: string, { precision, recall, f1 }: Score): Told[] => [
  atLeast(`${name}, automatic precision`, precision, '', precisionBar),
  told(`${name}, automatic recall`, recall, '', `F1 ${f1.toFixed(4)}`),
]

/** Matches found and expected, by probability. */
function calibrationText(pairs: readonly MatchPair[], same: (pair: MatchPair) => boolean): string {
  const bands = calibrationOf(pairs.map((pair) => ({ probability: pair.probability, same: same(pair) })))
  return bands
    .map(
      ({ from, to, pairs: all, expected, same: found }) =>
        `${from}–${to}: ${found} of ${all}, expected ${expected.toFixed(1)}`,
    )
    .join('; ')
}

async function million(analytics: Analytics, { say, size, seed }: Bench): Promise<Told[]> {
  const people: number[] = []
  const records = (function* () {
    for (const record of madeRecords(size, seed)) {
      people.push(record.person)
      yield record
    }
  })()
  return withRecords(analytics, 'main', records, false, async (source) => {
    const memory = watchMemory(process.pid)
    const began = performance.now()
    const matching = await matchRecords(analytics, source, { seed })
    const seconds = (performance.now() - began) / 1000
    const peak = memory()?.peak_mb ?? null
    const { automatic, reviewed, accepted } = scoreMatching(matching, people)
    const who = (id: string) => people[Number(id) - 1]
    say(`made records: ${calibrationText(matching.pairs, ({ a, b }) => who(a) === who(b))}`)
    const name = `${size.toLocaleString('en-GB')} made records of six fields`
    return [
      atMost(
        name,
        seconds,
        's',
        millionSeconds,
        `seed ${seed}; ${matching.candidates.toLocaleString('en-GB')} pairs compared; embedded engine`,
      ),
      atLeast(`${name}, F1`, automatic.f1, '', 0.9, scoreText(automatic)),
      told(`${name}, F1 with review`, reviewed.f1, '', scoreText(reviewed)),
      told(`${name}, review queue`, matching.review.length, 'pairs', `${accepted} of them one customer`),
      ...(peak === null ? [] : [atMost(`${name}, memory`, peak, 'MB', 3_000, 'peak of the whole process')]),
    ]
  })
}

export const matchPart: Part = {
  name: 'match',
  title: 'Records of the same customer found: how well on sets with truth, how fast on a million made ones',
  minutes: 10,
  run: async (bench) => {
    const folder = mkdtempSync(join(tmpdir(), 'throughline-match-'))
    const analytics = await openAnalytics(join(folder, 'clickhouse'), null)
    try {
      return [...(await knownSets(analytics, bench.say)), ...(await million(analytics, bench))]
    } finally {
      await analytics.close()
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
