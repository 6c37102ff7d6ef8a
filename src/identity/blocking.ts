import { randomFrom } from '../stats/random.ts'

/** A part of a record by which those that might match are found, as one text of a trait. */
export interface BlockKey {
  trait: string
  /** For people: `birth_date`, `family_name by sound`. */
  name: string
  /** SQL over the columns of a record; empty: none. */
  sql: string
  /** Believed share of matches that agree in it, both having it. */
  agrees: number
  /** The same, of matches whose value is not equal. */
  agrees_near: number
}

/** What the data say of a key. */
export interface MeasuredKey extends BlockKey {
  /** Share of records that have it. */
  filled: number
  /** Share of all pairs that agree in it. */
  collides: number
}

/** Keys that all have to agree; none: every pair. */
export type BlockRule = readonly number[]

const draws = 1_000
/** What it is worth to find a match that so many rules have found: belief about errors may be too good. */
const gains = [1, 0.2, 0.05]
/** Values of matches are taken to differ so many times as often as is believed. */
const doubt = 2
const mostRules = 12
/** A rule that finds fewer of the matches than this which no other finds is not worth a join. */
const leastGain = 0.0005

/**
 * Rules that together find most of the matches within a budget of pairs, one after the other: `price` is asked for the pairs of
 * the next, null refuses it. What a rule finds is drawn from what is believed of errors, so that two rules are not trusted to the
 * same trait. Keys of one trait err together.
 */
export async function chooseRules(
  keys: readonly MeasuredKey[],
  pairs: number,
  budget: number,
  price: (rule: BlockRule) => Promise<number | null>,
): Promise<{ rule: BlockRule; pairs: number }[]> {
  if (pairs <= budget) return [{ rule: [], pairs }]
  const matches = drawnMatches(keys)
  const found = new Uint8Array(draws)
  const chosen: { rule: BlockRule; pairs: number }[] = []
  const most = budget / 3
  let open = combinations(keys).filter((rule) => expected(rule, keys, pairs) <= most)
  let left = budget
  while (chosen.length < mostRules && open.length > 0) {
    const best = bestRule(open, matches, found, (rule) => expected(rule, keys, pairs) / budget)
    if (best === null) break
    open = open.filter((rule) => rule !== best)
    const cost = await price(best)
    if (cost === null || cost > Math.min(left, most)) continue
    left -= cost
    chosen.push({ rule: best, pairs: cost })
    for (let draw = 0; draw < draws; draw++) if (finds(best, matches, draw)) found[draw]!++
  }
  return chosen
}

/** As if keys were independent; the price is then asked of the data. */
const expected = (rule: BlockRule, keys: readonly MeasuredKey[], pairs: number) =>
  rule.reduce((sum, place) => sum * keys[place]!.collides, pairs)

function bestRule(
  open: readonly BlockRule[],
  matches: Uint8Array[],
  found: Uint8Array,
  cost: (rule: BlockRule) => number,
): BlockRule | null {
  let best: BlockRule | null = null
  let most = 0
  for (const rule of open) {
    let gain = 0
    for (let draw = 0; draw < draws; draw++)
      if (found[draw]! < gains.length && finds(rule, matches, draw)) gain += gains[found[draw]!]!
    if (gain / draws < leastGain) continue
    const worth = gain / draws / (cost(rule) + 0.1)
    if (worth <= most) continue
    most = worth
    best = rule
  }
  return best
}

const finds = (rule: BlockRule, matches: Uint8Array[], draw: number) =>
  rule.every((place) => matches[place]![draw] === 1)

/** For each key, in which of the drawn matches both records agree in it. */
function drawnMatches(keys: readonly MeasuredKey[]): Uint8Array[] {
  const random = randomFrom(12)
  const traits = new Map<string, Uint8Array>()
  for (const { trait, filled, agrees } of keys)
    if (!traits.has(trait))
      traits.set(
        trait,
        Uint8Array.from({ length: draws }, () =>
          random() > filled * filled ? 0 : random() < 1 - doubt * (1 - agrees) ? 2 : 1,
        ),
      )
  return keys.map(({ trait, agrees_near }) =>
    traits.get(trait)!.map((state) => (state === 2 || (state === 1 && random() < agrees_near) ? 1 : 0)),
  )
}

function combinations(keys: readonly MeasuredKey[]): BlockRule[] {
  const singles = keys.map((_, place) => [place])
  const more = (rules: BlockRule[]) =>
    rules.flatMap((rule) =>
      keys.flatMap(({ trait }, place) =>
        place > rule.at(-1)! && rule.every((each) => keys[each]!.trait !== trait) ? [[...rule, place]] : [],
      ),
    )
  const pairs = more(singles)
  return [...singles, ...pairs, ...more(pairs)]
}
