import { median } from '../stats/quantile.ts'

/** What a count is held against: the middle of what the same place of earlier weeks had, and what it lies in but once in a thousand. */
export interface Expected {
  expected: number
  low: number
  high: number
  /** Earlier weeks it is told by. */
  weeks: number
}

/** Fewer weeks tell nothing of a rhythm. */
export const fewestWeeks = 4

/** Two-sided, once in a thousand counts of a feed that is as always. */
const z = 3.29

/**
 * The weekly rhythm of a feed: counts of equal pieces of time, oldest first; null = before it was first seen. Whatever the weeks
 * differ by beyond chance widens the interval (docs/methods/data-health.md).
 */
export class Rhythm {
  private readonly counts: readonly (number | null)[]
  /** Pieces in a week. */
  private readonly week: number
  /** How many times the variance of a Poisson count; never less than 1. */
  readonly spread: number

  constructor(counts: readonly (number | null)[], week: number) {
    this.counts = counts
    this.week = week
    this.spread = this.spreadOf()
  }

  /** For the piece at a position, by those one, two … weeks before it; null: too few weeks. */
  at(position: number): Expected | null {
    const earlier = this.before(position)
    if (earlier.length < fewestWeeks) return null
    const expected = median(earlier)!
    const deviation = Math.sqrt(this.spread * (1 + Math.PI / 2 / earlier.length)) / 2
    const root = Math.sqrt(expected + 3 / 8)
    return {
      expected,
      low: Math.max(0, Math.max(0, root - z * deviation) ** 2 - 3 / 8),
      high: (root + z * deviation) ** 2 - 3 / 8,
      weeks: earlier.length,
    }
  }

  /** How many usually come in a piece: the mean of the earlier weeks without the one that had most; null: too few weeks. */
  usual(position: number): number | null {
    const earlier = this.before(position)
    if (earlier.length < fewestWeeks) return null
    const sum = earlier.reduce((total, count) => total + count, 0)
    return (sum - Math.max(...earlier)) / (earlier.length - 1)
  }

  /** In what share of the earlier weeks nothing came from `first` to before `end` either; null: too few weeks. */
  emptyBefore(first: number, end: number): number | null {
    let weeks = 0
    let empty = 0
    for (let back = this.week; first - back >= 0; back += this.week) {
      const same = this.counts.slice(first - back, end - back)
      if (same.some((count) => count === null)) break
      weeks++
      if (same.every((count) => count === 0)) empty++
    }
    return weeks < fewestWeeks ? null : empty / weeks
  }

  private before(position: number): number[] {
    const earlier: number[] = []
    for (let at = position - this.week; at >= 0; at -= this.week) {
      const count = this.counts[at]
      if (count === null || count === undefined) break
      earlier.push(count)
    }
    return earlier
  }

  private spreadOf(): number {
    const residuals: number[] = []
    let most = 0
    for (let place = 0; place < this.week; place++) {
      const same: number[] = []
      for (let at = place; at < this.counts.length; at += this.week) {
        const count = this.counts[at]
        if (count !== null && count !== undefined) same.push(count)
      }
      if (same.length < fewestWeeks) continue
      const middle = median(same)!
      if (middle === 0) continue
      most = Math.max(most, same.length)
      for (const count of same)
        residuals.push(Math.abs(2 * (Math.sqrt(count + 3 / 8) - Math.sqrt(middle + 3 / 8))))
    }
    if (residuals.length === 0) return 1
    return Math.max(1, (1.4826 * median(residuals)!) ** 2 * (most / (most - 1)))
  }
}
