import { factorOf, inverse, solve } from './cholesky.ts'
import { inOrder, sameLength } from './risk-table.ts'

export interface CoxFit {
  /** By column: the logarithm of the hazard ratio for one more of it. */
  coefficients: Float64Array
  /** Standard errors, taking the rows as independent. */
  errors: Float64Array
  /** Standard errors that hold when rows of one cluster belong together; null when no clusters were given. */
  robust_errors: Float64Array | null
  log_likelihood: number
  /** The same with all coefficients 0. */
  null_log_likelihood: number
  events: number
  iterations: number
  /** false: a coefficient runs away, because a column parts those with the event from those without. */
  converged: boolean
}

export interface CoxOptions {
  /** What to do with events at the same time; Efron is the better approximation. */
  ties?: 'efron' | 'breslow'
  /** Which rows belong together, such as the runs of one customer: equal values are one cluster. */
  clusters?: ArrayLike<number | string>
}

/**
 * Cox's proportional hazards regression (methods B.16). Each of `columns` holds one value per duration; `ended` as in
 * `kaplanMeier`. Throws RangeError for lists of different length, when no event happened, and for a column that is
 * constant or a combination of those before it.
 */
export function coxRegression(
  durations: ArrayLike<number>,
  ended: ArrayLike<number | boolean>,
  columns: readonly ArrayLike<number>[],
  { ties = 'efron', clusters }: CoxOptions = {},
): CoxFit {
  sameLength(durations.length, ended.length, clusters?.length, ...columns.map((column) => column.length))
  const scaled = columns.map(standardised)
  const data = sorted(durations, ended, scaled, ties)
  if (data.events === 0) throw new RangeError('no event happened: there is nothing to compare')
  const found = climb(data)
  const { size, scale } = data
  const covariance = inverse(found.factor)
  const robust = clusters === undefined ? null : robustErrors(data, found.beta, covariance, clusters)
  return {
    coefficients: found.beta.map((value, j) => value / scale[j]!),
    errors: found.beta.map((_, j) => Math.sqrt(covariance[j * size + j]!) / scale[j]!),
    robust_errors: robust,
    log_likelihood: found.log_likelihood,
    null_log_likelihood: found.null_log_likelihood,
    events: data.events,
    iterations: found.iterations,
    converged: found.converged,
  }
}

/** Newton's method in columns of mean 0 and deviation 1; a step that does not climb is halved. */
function climb(data: Sorted) {
  const { size } = data
  let beta: Float64Array = new Float64Array(size)
  let here = evaluate(data, beta)
  const null_log_likelihood = here.log_likelihood
  let factor = factorOf(here.information, size)
  const idle = factor.dependent.indexOf(1)
  if (idle >= 0)
    throw new RangeError(`column ${idle + 1} is constant or follows from those before it: leave it out`)
  let converged = size === 0
  let iterations = 0
  while (!converged && iterations < 30) {
    iterations++
    let step = solve(factor, here.score)
    let next = evaluate(data, plus(beta, step))
    for (
      let halvings = 0;
      !(next.log_likelihood >= here.log_likelihood - 1e-9) && halvings < 30;
      halvings++
    ) {
      step = step.map((value) => value / 2)
      next = evaluate(data, plus(beta, step))
    }
    beta = plus(beta, step)
    here = next
    const refined = factorOf(here.information, size)
    if (refined.dependent.includes(1)) break
    factor = refined
    converged = step.every((value) => Math.abs(value) < 1e-9)
  }
  return { beta, factor, log_likelihood: here.log_likelihood, null_log_likelihood, iterations, converged }
}

function plus(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, j) => value + b[j]!)
}

interface Column {
  values: Float64Array
  scale: number
}

function standardised(column: ArrayLike<number>, number: number): Column {
  const values = Float64Array.from(column)
  if (!values.every(Number.isFinite))
    throw new RangeError(`column ${number + 1} has a value that is no number`)
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const centred = values.map((value) => value - mean)
  const spread = Math.sqrt(centred.reduce((sum, value) => sum + value * value, 0) / values.length)
  const scale = spread > 1e-12 * Math.abs(mean) ? spread : 1
  return { values: centred.map((value) => (spread === scale ? value / scale : 0)), scale }
}

interface Sorted {
  /** Columns. */
  size: number
  scale: number[]
  /** Places of the rows in the caller's lists, and whether the event happened, by ascending duration. */
  order: Uint32Array
  ended: Uint8Array
  /** Row r has its values at r · size. */
  rows: Float64Array
  /** Rows of equal duration begin at these places; the number of rows stands at the end. */
  blocks: number[]
  events: number
  efron: boolean
}

function sorted(
  durations: ArrayLike<number>,
  ended: ArrayLike<number | boolean>,
  columns: Column[],
  ties: 'efron' | 'breslow',
): Sorted {
  const order = inOrder(durations)
  const size = columns.length
  const rows = new Float64Array(order.length * size)
  const blocks: number[] = []
  order.forEach((place, row) => {
    for (let j = 0; j < size; j++) rows[row * size + j] = columns[j]!.values[place]!
    if (row === 0 || durations[place] !== durations[order[row - 1]!]) blocks.push(row)
  })
  const happened = Uint8Array.from(order, (place) => (ended[place] ? 1 : 0))
  return {
    size,
    scale: columns.map((column) => column.scale),
    order,
    ended: happened,
    rows,
    blocks: [...blocks, order.length],
    events: happened.reduce((sum, each) => sum + each, 0),
    efron: ties === 'efron',
  }
}

/** Sums of risk, risk · x and risk · x · xᵀ over some rows. */
interface Sums {
  risk: number
  first: Float64Array
  second: Float64Array
}

function sumsOf(size: number): Sums {
  return { risk: 0, first: new Float64Array(size), second: new Float64Array(size * size) }
}

function add({ size, rows }: Sorted, row: number, risk: number, to: Sums) {
  to.risk += risk
  for (let j = 0; j < size; j++) {
    const weighted = risk * rows[row * size + j]!
    to.first[j]! += weighted
    for (let k = 0; k <= j; k++) to.second[j * size + k]! += weighted * rows[row * size + k]!
  }
}

/** The risk set of one of the events at a time: with Efron's ties a part of those with the event has left it. */
type Seen = (block: number, left: number, risk: number, mean: Float64Array) => void

function evaluate(data: Sorted, beta: Float64Array, seen?: Seen) {
  const { size, rows, ended, blocks } = data
  const score = new Float64Array(size)
  const information = new Float64Array(size * size)
  const watched = sumsOf(size)
  let log_likelihood = 0
  for (let block = blocks.length - 2; block >= 0; block--) {
    const leaving = sumsOf(size)
    let events = 0
    for (let row = blocks[block]!; row < blocks[block + 1]!; row++) {
      const linear = linearOf(data, beta, row)
      const risk = Math.exp(linear)
      add(data, row, risk, watched)
      if (!ended[row]) continue
      events++
      log_likelihood += linear
      for (let j = 0; j < size; j++) score[j]! += rows[row * size + j]!
      add(data, row, risk, leaving)
    }
    for (let k = 0; k < events; k++) {
      const left = data.efron ? k / events : 0
      const risk = watched.risk - left * leaving.risk
      const mean = watched.first.map((sum, j) => (sum - left * leaving.first[j]!) / risk)
      log_likelihood -= Math.log(risk)
      for (let j = 0; j < size; j++) {
        score[j]! -= mean[j]!
        for (let i = 0; i <= j; i++) {
          const at = j * size + i
          information[at]! += (watched.second[at]! - left * leaving.second[at]!) / risk - mean[j]! * mean[i]!
        }
      }
      seen?.(block, left, risk, mean)
    }
  }
  return { log_likelihood, score, information }
}

function linearOf({ size, rows }: Sorted, beta: Float64Array, row: number): number {
  let linear = 0
  for (let j = 0; j < size; j++) linear += beta[j]! * rows[row * size + j]!
  return linear
}

/** Lin and Wei's errors (JASA 84, 1989): the score residuals summed by cluster, between two inverse informations. */
function robustErrors(
  data: Sorted,
  beta: Float64Array,
  covariance: Float64Array,
  clusters: ArrayLike<number | string>,
): Float64Array {
  const { size, scale, order } = data
  const sums = new Map<number | string, Float64Array>()
  scoreResiduals(data, beta, (row, residual) => {
    const cluster = clusters[order[row]!]!
    const sum = sums.get(cluster)
    if (sum === undefined) sums.set(cluster, residual.slice())
    else for (let j = 0; j < size; j++) sum[j]! += residual[j]!
  })
  const squares = new Float64Array(size)
  for (const sum of sums.values()) {
    for (let j = 0; j < size; j++) {
      let moved = 0
      for (let k = 0; k < size; k++) moved += covariance[j * size + k]! * sum[k]!
      squares[j]! += moved * moved
    }
  }
  return squares.map((square, j) => Math.sqrt(square) / scale[j]!)
}

/** What each row adds to the score: the derivative of the score in the row's weight. */
function scoreResiduals(
  data: Sorted,
  beta: Float64Array,
  give: (row: number, residual: Float64Array) => void,
) {
  const { size, rows, ended, blocks } = data
  const hazards = blocks.map(() => ({
    all: hazardOf(size),
    leaving: hazardOf(size),
    mean: new Float64Array(size),
  }))
  evaluate(data, beta, (block, left, risk, mean) => {
    const { all, leaving, mean: sum } = hazards[block]!
    all.risk += 1 / risk
    leaving.risk += (1 - left) / risk
    for (let j = 0; j < size; j++) {
      all.first[j]! += mean[j]! / risk
      leaving.first[j]! += ((1 - left) * mean[j]!) / risk
      sum[j]! += mean[j]!
    }
  })
  const past = hazardOf(size)
  for (let block = 0; block < blocks.length - 1; block++) {
    const { all, leaving, mean } = hazards[block]!
    const [from, to] = [blocks[block]!, blocks[block + 1]!]
    const events = ended.subarray(from, to).reduce((sum, each) => sum + each, 0)
    for (let row = from; row < to; row++) {
      const now = ended[row] ? leaving : all
      const risk = Math.exp(linearOf(data, beta, row))
      const residual = mean.map((sum, j) => {
        const x = rows[row * size + j]!
        const suffered = risk * (x * (past.risk + now.risk) - past.first[j]! - now.first[j]!)
        return (ended[row] ? x - sum / events : 0) - suffered
      })
      give(row, residual)
    }
    past.risk += all.risk
    for (let j = 0; j < size; j++) past.first[j]! += all.first[j]!
  }
}

function hazardOf(size: number): { risk: number; first: Float64Array } {
  return { risk: 0, first: new Float64Array(size) }
}
