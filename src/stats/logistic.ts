import { factorOf, inverse, solve } from './cholesky.ts'
import { sameLength } from './risk-table.ts'

export interface LogisticFit {
  /** The constant, then by column: the logarithm of the odds ratio for one more of it. */
  coefficients: Float64Array
  errors: Float64Array
  /** Probability by row. */
  fitted: Float64Array
  log_likelihood: number
  /** false: a coefficient runs away, because the columns part the rows with the event from those without. */
  converged: boolean
}

export interface LogisticOptions {
  /** Row i stands for that many alike. */
  counts?: ArrayLike<number>
  /** Ridge penalty on all but the constant: half of it times the sum of squares is taken off the likelihood. Default 0. */
  penalty?: number
}

/**
 * Logistic regression by Newton's method (methods B.18): how the odds of `happened` depend on `columns`, each with one
 * value per row. A column that the ones before it make up gets 0. Throws RangeError for lists of different length.
 */
export function logisticRegression(
  happened: ArrayLike<number | boolean>,
  columns: readonly ArrayLike<number>[],
  { counts, penalty = 0 }: LogisticOptions = {},
): LogisticFit {
  sameLength(happened.length, counts?.length, ...columns.map((column) => column.length))
  const rows = happened.length
  const size = columns.length + 1
  const value = (column: number, row: number) => (column === 0 ? 1 : columns[column - 1]![row]!)
  const weight = (row: number) => counts?.[row] ?? 1
  const fitted = new Float64Array(rows)
  let beta = new Float64Array(size)
  const likelihood = (tried: Float64Array): number => {
    let sum = 0
    for (let row = 0; row < rows; row++) {
      let score = 0
      for (let j = 0; j < size; j++) score += tried[j]! * value(j, row)
      fitted[row] = 1 / (1 + Math.exp(-score))
      sum -= weight(row) * Math.log1p(Math.exp(happened[row] ? -score : score))
    }
    return sum - (penalty / 2) * tried.slice(1).reduce((squares, each) => squares + each * each, 0)
  }
  const slope = () => {
    const gradient = new Float64Array(size)
    const information = new Float64Array(size * size)
    for (let row = 0; row < rows; row++) {
      const p = fitted[row]!
      const excess = weight(row) * (Number(Boolean(happened[row])) - p)
      const spread = weight(row) * p * (1 - p)
      for (let j = 0; j < size; j++) {
        const own = value(j, row)
        if (own === 0) continue
        gradient[j]! += excess * own
        for (let k = 0; k < size; k++) information[j * size + k]! += spread * own * value(k, row)
      }
    }
    for (let j = 1; j < size; j++) {
      gradient[j]! -= penalty * beta[j]!
      information[j * size + j]! += penalty
    }
    return { gradient, factor: factorOf(information, size) }
  }
  let best = likelihood(beta)
  let converged = false
  for (let round = 0; round < 50 && !converged; round++) {
    const { gradient, factor } = slope()
    const step = solve(factor, gradient)
    let tried = beta.map((each, j) => each + step[j]!)
    let reached = likelihood(tried)
    for (let half = 0; reached < best - 1e-12 && half < 30; half++) {
      tried = tried.map((each, j) => (each + beta[j]!) / 2)
      reached = likelihood(tried)
    }
    converged = Math.abs(reached - best) <= 1e-10 * (1 + Math.abs(best))
    best = reached
    beta = tried
  }
  const covariance = inverse(slope().factor)
  const runsAway = penalty === 0 && fitted.some((p) => p < 1e-9 || p > 1 - 1e-9)
  return {
    coefficients: beta,
    errors: beta.map((_, j) => Math.sqrt(covariance[j * size + j]!)),
    fitted,
    log_likelihood: best,
    converged: converged && !runsAway,
  }
}
