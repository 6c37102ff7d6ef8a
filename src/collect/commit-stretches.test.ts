import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stretchesOf } from './commit-stretches.ts'

test('what an outage left is one stretch; a commit of another day is one of its own', () => {
  expect(stretchesOf([])).toEqual([])
  expect(stretchesOf([9_000, 12, 11, 15])).toEqual([
    { after: 10, until: 15, commits: [11, 12, 15] },
    { after: 8_999, until: 9_000, commits: [9_000] },
  ])
})

test('every commit stands in one stretch, within its bounds, and stretches do not overlap', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 5_000 })), (commits) => {
      const stretches = stretchesOf(commits)
      expect(stretches.flatMap((each) => each.commits)).toEqual(commits.toSorted((a, b) => a - b))
      for (const [nth, { after, until, commits: own }] of stretches.entries()) {
        expect(own.every((commit) => commit > after && commit <= until)).toBe(true)
        expect(after).toBeGreaterThanOrEqual(stretches[nth - 1]?.until ?? 0)
      }
    }),
  )
})
