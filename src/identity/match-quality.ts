import { type Interval, wilson } from '../stats/proportion.ts'
import { randomFrom } from '../stats/random.ts'

/** A pair that was offered or merged. `together`: its records lie in one cluster. */
export interface PlacedPair {
  a: string
  b: string
  probability: number
  together: boolean
}

/** What a person says of a pair. */
export interface Answer {
  a: string
  b: string
  same: boolean
}

export interface Rate extends Interval {
  value: number
}

export interface ErrorRates {
  /** Of the pairs held together, how many are not the same customer. Null without an answer. */
  false_merge: Rate | null
  /** Of the pairs that are the same customer, how many are kept apart, of those offered at all. */
  false_split: Rate | null
  answers: number
  /** Pairs of which nobody judged one as probable: the intervals take them for all or none. */
  unjudged: number
}

/** Probabilities at which pairs are judged apart: answers about doubtful ones say nothing of the sure ones. */
const bounds = [0, 0.3, 0.5, 0.7, 0.9, 0.99, 0.999, 1.000001]
const bandOf = (probability: number) => bounds.findLastIndex((bound) => probability >= bound)

interface Stratum {
  pairs: number
  judged: number
  same: number
  expected: number
}

/**
 * Estimated rates of false merges and false splits from the answers of people, for all pairs offered or merged, whatever share of each
 * kind was judged. Each band of probability has its Wilson interval; the sum's is by square-and-add (methods B.1).
 */
export function errorRates(pairs: readonly PlacedPair[], answers: readonly Answer[]): ErrorRates {
  const said = new Map(answers.map(({ a, b, same }) => [keyOf(a, b), same]))
  const strata = new Map<string, Stratum>()
  let judged = 0
  for (const { a, b, probability, together } of pairs) {
    const name = `${together} ${bandOf(probability)}`
    const stratum = strata.get(name) ?? { pairs: 0, judged: 0, same: 0, expected: 0 }
    strata.set(name, stratum)
    stratum.pairs++
    stratum.expected += probability
    const same = said.get(keyOf(a, b))
    if (same === undefined) continue
    judged++
    stratum.judged++
    if (same) stratum.same++
  }
  const of = (together: boolean) =>
    [...strata].filter(([name]) => name.startsWith(`${together} `)).map(([, stratum]) => stratum)
  const right = countSame(of(true))
  const missed = countSame(of(false))
  const merged = sum(of(true).map(({ pairs: each }) => each))
  const unjudged = sum([...strata.values()].map((each) => (each.judged === 0 ? each.pairs : 0)))
  const known = judged > 0
  return {
    false_merge:
      known && merged > 0
        ? { value: 1 - right.value / merged, low: 1 - right.high / merged, high: 1 - right.low / merged }
        : null,
    // The share missed/(missed + right) rises with the one and falls with the other: bounds of both give bounds of it.
    false_split:
      known && missed.high + right.high > 0
        ? {
            value: part(missed.value, right.value),
            low: part(missed.low, right.high),
            high: part(missed.high, right.low),
          }
        : null,
    answers: judged,
    unjudged,
  }
}

const keyOf = (a: string, b: string) => (a < b ? `${a} ${b}` : `${b} ${a}`)
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const part = (one: number, other: number) => (one + other === 0 ? 0 : one / (one + other))

/** How many pairs are the same customer. Where nobody judged, by their probability, and it may be none or all. */
function countSame(strata: readonly Stratum[]): Rate {
  const each = strata.map(({ pairs, judged, same, expected }) => {
    const share = judged === 0 ? expected / pairs : same / judged
    // All pairs judged leaves nothing to estimate.
    const { low, high } = judged === pairs ? { low: share, high: share } : wilson(same, judged)
    return { value: pairs * share, low: pairs * Math.min(low, share), high: pairs * Math.max(high, share) }
  })
  const value = sum(each.map((one) => one.value))
  return {
    value,
    low: value - Math.hypot(...each.map((one) => one.value - one.low)),
    high: value + Math.hypot(...each.map((one) => one.high - one.value)),
  }
}

/** Pairs to be judged by people, drawn at random, as many of each band of probability, merged and kept apart. */
export function drawToJudge(pairs: readonly PlacedPair[], count: number, seed = 1): PlacedPair[] {
  const random = randomFrom(seed)
  const bands = [
    ...Map.groupBy(pairs, ({ probability, together }) => `${together} ${bandOf(probability)}`).values(),
  ].map((band) => band.map((pair) => ({ pair, at: random() })).sort((x, y) => x.at - y.at))
  const drawn: PlacedPair[] = []
  for (let nth = 0; drawn.length < count && bands.some((band) => nth < band.length); nth++)
    for (const band of bands) if (nth < band.length && drawn.length < count) drawn.push(band[nth]!.pair)
  return drawn
}

export interface CalibrationBand {
  from: number
  to: number
  pairs: number
  /** Matches expected by the probabilities, and found. */
  expected: number
  same: number
  interval: Interval
}

/** How true the probabilities are: of the pairs of each band, how many should be the same customer and how many are. */
export function calibrationOf(pairs: readonly { probability: number; same: boolean }[]): CalibrationBand[] {
  return bounds.slice(0, -1).flatMap((from, band) => {
    const within = pairs.filter(({ probability }) => bandOf(probability) === band)
    if (within.length === 0) return []
    const same = within.filter((each) => each.same).length
    return [
      {
        from,
        to: Math.min(1, bounds[band + 1]!),
        pairs: within.length,
        expected: sum(within.map(({ probability }) => probability)),
        same,
        interval: wilson(same, within.length),
      },
    ]
  })
}
