import { fitFellegiSunter, rising } from '../stats/fellegi-sunter.ts'
import type { Pattern } from './match-pairs.ts'
import type { Records } from './match-records.ts'
import { believedLevels, levelNumber, traitNamed } from './traits.ts'

/** What agreeing, or not, in each trait is worth. Everything refers to all pairs, not to the candidates. */
export interface MatchModel {
  traits: string[]
  /** Share of matches among all pairs. */
  lambda: number
  /** By trait and number of level. */
  m: number[][]
  u: number[][]
  weights: number[][]
  /** Records it was learnt from, and how many other records of the same customer each has, on average. */
  records: number
  others: number
  iterations: number
  /** Traits in which a better level came out as worth less, and was given the mean. */
  levelled: string[]
}

/** Matches worth of belief in what is usual. */
const belief = 10
/** Of those who agree, at least this share is taken to be no match, however few there seem to be. */
const leastOthers = 0.05
const rounds = 4

interface Seen {
  records: Records
  random: readonly Pattern[]
  candidates: readonly Pattern[]
  /** Exact shares of equal values among all pairs, by trait. */
  equal: readonly (number | null)[]
}

/**
 * Learns the model: u from pairs drawn at random, less the matches among them; m and the share of matches by EM over the candidates,
 * with all other pairs taken for no match (methods B.12).
 */
export function learnModel({ records, random, candidates, equal }: Seen): MatchModel {
  const { traits, pairs } = records
  const seen = traits.map((name, place) => sharesSeen(name, place, traits, random, equal[place] ?? null))
  const possible = candidates.filter(({ levels }) => /^(automatic|review)$/.test(capOf(traits, levels)))
  const within = possible.reduce((sum, { count }) => sum + count, 0)
  const start = { lambda: 0.2 / Math.max(2, records.count), m: traits.map(believedLevels), u: seen }
  let fit = { ...start, iterations: 0 }
  let iterations = 0
  for (let round = 0; round < rounds; round++) {
    const u = seen.map((shares, place) => othersOf(shares, fit.m[place]!, round === 0 ? 0 : fit.lambda))
    fit = fitFellegiSunter(possible, {
      start: { ...start, u },
      keep_u: true,
      outside: Math.max(0, pairs - within),
      belief,
      tolerance: 1e-7,
      most_iterations: 300,
    })
    iterations += fit.iterations
  }
  const weighed = traits.map((_, place) => weigh(fit.m[place]!, fit.u[place]!))
  return {
    traits,
    lambda: fit.lambda,
    m: fit.m.map((each) => [...each]),
    u: fit.u.map((each) => [...each]),
    weights: weighed.map(({ weights }) => weights),
    records: records.count,
    others: (2 * fit.lambda * pairs) / Math.max(1, records.count),
    iterations,
    levelled: traits.filter((_, place) => weighed[place]!.levelled),
  }
}

/** Shares of the levels among all pairs. A level the kind has is never impossible. */
function sharesSeen(
  name: string,
  place: number,
  traits: readonly string[],
  random: readonly Pattern[],
  equal: number | null,
): number[] {
  const believed = believedLevels(name)
  const sums: number[] = believed.map((share) => (share > 0 ? 0.5 : 0))
  for (const pattern of random) {
    const level = pattern.levels[place]!
    if (level !== 0) sums[level]! += pattern.count
  }
  const total = sums.reduce((sum, each) => sum + each, 0)
  const shares = sums.map((each) => each / total)
  const implied = traitNamed(name).implied_by.some((other) => traits.includes(other))
  if (equal === null || equal === 0 || equal === 1 || implied) return shares
  const others = 1 - shares[levelNumber.equal]!
  return shares.map((share, level) => (level === levelNumber.equal ? equal : (share / others) * (1 - equal)))
}

/** Among those who are no match: what was seen, less what the matches among them make. */
function othersOf(seen: readonly number[], m: readonly number[], lambda: number): number[] {
  const left = seen.map((share, level) => Math.max(share - lambda * m[level]!, leastOthers * share))
  const total = left.reduce((sum, each) => sum + each, 0)
  return left.map((share) => share / total)
}

/** Binary logarithms of m/u, which do not fall from a level to a nearer one. */
function weigh(m: readonly number[], u: readonly number[]): { weights: number[]; levelled: boolean } {
  const weights = m.map((share, level) => (share > 0 && u[level]! > 0 ? Math.log2(share / u[level]!) : 0))
  const ordered = [levelNumber.different, levelNumber.alike, levelNumber.close, levelNumber.equal].filter(
    (level) => m[level]! > 0,
  )
  const raised = rising(
    ordered.map((level) => weights[level]!),
    ordered.map((level) => m[level]!),
  )
  const levelled = ordered.some((level, place) => Math.abs(weights[level]! - raised[place]!) > 0.01)
  ordered.forEach((level, place) => {
    weights[level] = raised[place]!
  })
  return { weights, levelled }
}

export const priorWeight = ({ lambda }: MatchModel) => Math.log2(lambda / (1 - lambda))

/** The weight of a pattern, without how common the shared values are. */
export function patternWeight(model: MatchModel, pattern: readonly number[]): number {
  return pattern.reduce((sum, level, place) => sum + model.weights[place]![level]!, priorWeight(model))
}

/**
 * What a value shared by `count` records adds: it tells the more, the fewer other people have it. Records of the same customer are
 * taken off the count.
 */
export function commonness(model: MatchModel, place: number, count: number): number {
  const { usual, own, least } = commonTerms(model, place)
  return usual === null ? 0 : Math.log2(usual / (Math.max(count - own, 0) + least))
}

/** The numbers of `commonness`; `usual` is how many records share a value on average, null where it is not asked. */
export function commonTerms(model: MatchModel, place: number) {
  const usual = model.u[place]![levelNumber.equal]! * model.records
  const { kind } = traitNamed(model.traits[place]!)
  return { usual: kind === 'code' ? null : usual, own: 2 + model.others, least: Math.min(1, usual) }
}

export type Cap = 'automatic' | 'review' | 'household' | 'never'

/** How much speaks for one human, and how much against: `pro` of what a human has one of, `personal` also of what is shared at times. */
function humanity(traits: readonly string[], pattern: readonly number[]) {
  const found = { against: 0, pro: 0, personal: 0, born_twice: false }
  pattern.forEach((level, place) => {
    const { personal, single, kind } = traitNamed(traits[place]!)
    const near = level >= levelNumber.close
    if (near && personal) found.personal++
    if (near && single) found.pro++
    if (!single || level !== levelNumber.different) return
    found.against++
    if (kind === 'date') found.born_twice = true
  })
  return found
}

/** Whether two records cannot be of one customer without a person saying so: two birth dates, or as much against it as for it. */
export function contradicts(traits: readonly string[], pattern: readonly number[]): boolean {
  const { against, pro, born_twice } = humanity(traits, pattern)
  return born_twice || (against > 0 && against >= pro)
}

/**
 * What a pair may become whatever its weight. Two that contradict each other are not merged by the machine, and not even offered where
 * more speaks against one human than for it; where only one thing speaks at all, they may be of one household (see `scorePairs`).
 * Nor is a pair merged that only shares what a household shares.
 */
export function capOf(traits: readonly string[], pattern: readonly number[]): Cap {
  const { against, personal } = humanity(traits, pattern)
  if (against > personal) return against === 1 ? 'household' : 'never'
  return personal > 0 && !contradicts(traits, pattern) ? 'automatic' : 'review'
}

/** Agreement in what households share that leaves little doubt that it is one, or one human: log2. */
const sharing = 10
/** So many times as many as the others are enough to speak of households. */
const manyTimes = 4

/**
 * Whether those who share what households share, but differ in something of which a human has one, are mostly households: as those show
 * of whom a second such thing is known, and differs too. Null where hardly any show it.
 */
export function mostlyHouseholds(
  model: MatchModel,
  patterns: readonly { levels: readonly number[]; count: number }[],
): boolean | null {
  let two = 0
  let one = 0
  for (const { levels, count } of patterns) {
    const { against, pro } = humanity(model.traits, levels)
    if (against === 0 || against + pro < 2) continue
    const shared = levels.reduce(
      (sum, level, place) =>
        traitNamed(model.traits[place]!).single ? sum : sum + model.weights[place]![level]!,
      0,
    )
    if (shared < sharing) continue
    if (against > pro) two += count
    else one += count
  }
  return one + two < 10 ? null : two > manyTimes * one
}
