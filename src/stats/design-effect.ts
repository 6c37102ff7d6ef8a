import { scatter } from './random.ts'

const groups = 4096

/**
 * How much larger the variance of a share is than it would be were its cases independent, because cases of one
 * customer go together (Kish); never below 1. Customers are pooled at random into groups, so that any number takes one pass:
 * the estimate is good to 3 % with thousands of customers. Divide counts by it before testing them.
 */
export function designEffect(clusters: ArrayLike<number>, flags: ArrayLike<number>): number {
  const n = flags.length
  let k = 0
  for (let i = 0; i < n; i++) k += flags[i]!
  if (k === 0 || k === n) return 1
  const share = k / n
  const sums = new Float64Array(groups)
  for (let i = 0; i < n; i++) sums[scatter(clusters[i]!, 0) % groups]! += flags[i]! - share
  let squares = 0
  for (const sum of sums) squares += sum * sum
  return Math.max(1, squares / (n * share * (1 - share)))
}
