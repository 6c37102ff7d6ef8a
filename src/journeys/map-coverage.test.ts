import { expect, test } from 'vitest'
import { mapCoverage } from './map-coverage.ts'

const edge = (from: string, to: string, count: number) => ({
  from,
  to,
  count,
  median_seconds: 0,
  p90_seconds: 0,
})

test('a map of fewer edges covers the runs that need no other', () => {
  const map = {
    runs: 10,
    edges: [edge('A', 'B', 9), edge('B', 'C', 7), edge('A', 'C', 1)],
    variants: [
      { steps: ['A', 'B', 'C'], count: 7 },
      { steps: ['A', 'B'], count: 2 },
      { steps: ['A', 'C'], count: 1 },
    ],
  }
  expect(mapCoverage(map, 3, 3)).toEqual({ by_edges: 1, by_variants: 1, passages: 1 })
  expect(mapCoverage(map, 2, 1)).toEqual({ by_edges: 0.9, by_variants: 0.7, passages: 16 / 17 })
  expect(mapCoverage(map, 1, 0)).toEqual({ by_edges: 0.2, by_variants: 0, passages: 9 / 17 })
  expect(mapCoverage({ runs: 0, edges: [], variants: [] }, 9, 9)).toEqual({
    by_edges: null,
    by_variants: null,
    passages: null,
  })
})
