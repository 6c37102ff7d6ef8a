import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clusterRecords, type Edge, nameClusters } from './clusters.ts'

const edge = (a: number, b: number, weight: number): Edge => ({ a, b, weight })

describe('clusters of records', () => {
  test('join what is connected, through others too', () => {
    expect(clusterRecords([edge(1, 2, 8), edge(2, 3, 7), edge(5, 6, 9)])).toEqual({
      clusters: [
        [1, 2, 3],
        [5, 6],
      ],
      cut: [],
    })
  })

  test('split at the weakest edge between two records that contradict each other', () => {
    const chain = [edge(1, 2, 12), edge(2, 3, 7), edge(3, 4, 9)]
    expect(clusterRecords(chain, [[1, 4]])).toEqual({
      clusters: [
        [1, 2],
        [3, 4],
      ],
      cut: [edge(2, 3, 7)],
    })
  })

  test('keep a contradiction apart although several ways lead round it', () => {
    const square = [edge(1, 2, 12), edge(2, 4, 8), edge(1, 3, 7), edge(3, 4, 11)]
    const { clusters, cut } = clusterRecords(square, [[1, 4]])
    expect(clusters).toEqual([
      [1, 2],
      [3, 4],
    ])
    expect(cut).toEqual([edge(2, 4, 8), edge(1, 3, 7)])
  })

  test('never hold a contradiction and do not depend on the order of the edges', () => {
    const pair = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 25 }), fc.array(pair, { maxLength: 5 }), (pairs, against) => {
        const edges = pairs.map(([a, b], place) => edge(a, b, 10 + (place % 7)))
        const apart = against.filter(([a, b]) => a !== b)
        const { clusters } = clusterRecords(edges, apart)
        for (const [a, b] of apart)
          expect(clusters.some((each) => each.includes(a) && each.includes(b))).toBe(false)
        expect(clusterRecords([...edges].reverse(), apart).clusters).toEqual(clusters)
      }),
      { seed: 1 },
    )
  })

  test('do not grow without end: a value that a crowd shares makes no customer', () => {
    const crowd = Array.from({ length: 1_000 }, (_, nth) => edge(nth, nth + 1, 8))
    expect(Math.max(...clusterRecords(crowd).clusters.map((each) => each.length))).toBeLessThanOrEqual(200)
  })
})

describe('names of clusters', () => {
  test('are their first record, and stay when a record comes that would be before it', () => {
    expect([...nameClusters([['7', '30']]).keys()]).toEqual(['7'])
    const before = new Map([
      ['7', '7'],
      ['30', '7'],
    ])
    expect(nameClusters([['5', '7', '30']], before)).toEqual(new Map([['7', ['5', '7', '30']]]))
  })

  test('go to the larger part when a cluster falls apart', () => {
    const before = new Map(['7', '8', '9'].map((record) => [record, '7']))
    expect([
      ...nameClusters(
        [
          ['7', '20'],
          ['8', '9'],
        ],
        before,
      ).keys(),
    ]).toEqual(['20', '7'])
  })

  test('when two clusters become one, the one with more records before gives its name', () => {
    const before = new Map([
      ['1', '1'],
      ['2', '2'],
      ['3', '2'],
    ])
    expect([...nameClusters([['1', '2', '3']], before).keys()]).toEqual(['2'])
  })
})
