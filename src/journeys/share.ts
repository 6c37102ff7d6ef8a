import { wilson } from '../stats/proportion.ts'

/** A share with its 95 % Wilson interval (methods B.1); unknown where there is nothing to count. */
export function shareOf(
  k: number,
  n: number,
): { share: number | null; low: number | null; high: number | null } {
  if (n === 0) return { share: null, low: null, high: null }
  const { low, high } = wilson(k, n)
  return { share: k / n, low, high }
}
