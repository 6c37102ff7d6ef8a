/** Pairs that agree in the same way. `levels`: one per comparison, 0 is unknown and says nothing. */
export interface PatternCount {
  levels: readonly number[]
  count: number
}

/** By comparison and level: how often a pair shows this level. Place 0, unknown, is not used. */
export type LevelShares = readonly (readonly number[])[]

export interface FellegiSunter {
  /** Share of matches among all pairs. */
  lambda: number
  /** Shares of the levels among matches, of those where the level is known. */
  m: number[][]
  /** The same among pairs that are no match. */
  u: number[][]
  iterations: number
}

export interface FitOptions {
  start: { lambda: number; m: LevelShares; u: LevelShares }
  /** u stays as it is: the safe way where the pairs were chosen for agreeing in something. */
  keep_u?: boolean
  /** Pairs that are in no pattern and no match. */
  outside?: number
  /** Matches worth of belief in the first m, so that few matches do not decide alone. */
  belief?: number
  tolerance?: number
  most_iterations?: number
}

/**
 * Shares of matches, and of each level among matches and others, by expectation–maximisation (Fellegi and Sunter 1969; methods B.12).
 * Comparisons are taken to be independent among matches and among others.
 */
export function fitFellegiSunter(patterns: readonly PatternCount[], options: FitOptions): FellegiSunter {
  const {
    start,
    keep_u = false,
    outside = 0,
    belief = 0,
    tolerance = 1e-12,
    most_iterations = 1000,
  } = options
  const all = patterns.reduce((sum, { count }) => sum + count, 0) + outside
  const m = start.m.map((levels) => [...levels])
  const u = start.u.map((levels) => [...levels])
  let lambda = start.lambda
  if (all === 0) return { lambda, m, u, iterations: 0 }
  for (let iterations = 1; ; iterations++) {
    const matches = start.m.map((levels) => levels.map((share) => belief * share))
    const others = start.u.map((levels) => levels.map(() => 0))
    let matched = 0
    for (const { levels, count } of patterns) {
      const expected = count * posterior(levels, lambda, m, u)
      matched += expected
      levels.forEach((level, place) => {
        if (level === 0) return
        matches[place]![level]! += expected
        others[place]![level]! += count - expected
      })
    }
    let change = Math.abs(matched / all - lambda)
    lambda = matched / all
    change = Math.max(change, settle(m, matches), keep_u ? 0 : settle(u, others))
    if (change < tolerance || iterations >= most_iterations) return { lambda, m, u, iterations }
  }
}

/** The probability that a pair with these levels is a match. */
export function posterior(levels: readonly number[], lambda: number, m: LevelShares, u: LevelShares): number {
  let match = lambda
  let other = 1 - lambda
  levels.forEach((level, place) => {
    if (level === 0) return
    match *= m[place]![level]!
    other *= u[place]![level]!
  })
  return match === 0 ? 0 : match / (match + other)
}

/** Sets shares from sums and returns the largest change; a comparison never known keeps what it had. */
function settle(shares: number[][], sums: number[][]): number {
  let change = 0
  sums.forEach((levels, place) => {
    const total = levels.reduce((sum, value, level) => (level === 0 ? sum : sum + value), 0)
    if (total === 0) return
    levels.forEach((value, level) => {
      if (level === 0) return
      change = Math.max(change, Math.abs(value / total - shares[place]![level]!))
      shares[place]![level] = value / total
    })
  })
  return change
}

/** Weights are binary logarithms of odds. */
export const probabilityOf = (weight: number) => 1 / (1 + 2 ** -weight)

/** The weight at which a match has this probability. */
export const weightOf = (probability: number) => Math.log2(probability / (1 - probability))

/**
 * Weights that never fall from a level to the next better one: neighbours that would are given their mean, weighted by `mass`
 * (pool adjacent violators).
 */
export function rising(weights: readonly number[], mass: readonly number[]): number[] {
  const pools: { sum: number; mass: number; size: number }[] = []
  weights.forEach((weight, place) => {
    let pool = { sum: weight * mass[place]!, mass: mass[place]!, size: 1 }
    for (let last = pools.at(-1); last && last.sum / last.mass >= pool.sum / pool.mass; last = pools.at(-1)) {
      pool = { sum: last.sum + pool.sum, mass: last.mass + pool.mass, size: last.size + pool.size }
      pools.pop()
    }
    pools.push(pool)
  })
  return pools.flatMap(({ sum, mass: whole, size }) => Array<number>(size).fill(sum / whole))
}
