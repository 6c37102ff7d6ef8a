import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile, markingsOf } from '../stats/alignment.ts'
import { processOf } from './conformance.ts'
import { parseStoryboard, stepsOf } from './storyboard.ts'
import { mineStoryboard } from './storyboard-mine.ts'

/** The worked example of docs/methods/inductive-miner.md. */
const requests = [
  { steps: ['Asked', 'Checked', 'Priced', 'Decided', 'Answered'], count: 60 },
  { steps: ['Asked', 'Priced', 'Checked', 'Decided', 'Answered'], count: 39 },
  {
    steps: ['Asked', 'Checked', 'Priced', 'Decided', 'Sent back', 'Priced', 'Checked', 'Decided', 'Answered'],
    count: 8,
  },
  {
    steps: ['Asked', 'Priced', 'Checked', 'Decided', 'Sent back', 'Checked', 'Priced', 'Decided', 'Answered'],
    count: 4,
  },
]

describe('a mined storyboard', () => {
  test('says what is done side by side, what again and what is left out, and every run follows it', () => {
    const { yaml, covers_share, fitness, judged } = mineStoryboard('request', requests, 0.2)!
    expect({ covers_share, fitness, judged }).toEqual({ covers_share: 1, fitness: 1, judged: 111 })
    const { storyboard, problems } = parseStoryboard(yaml)
    expect(problems).toEqual([])
    expect(storyboard!.design).toMatchObject({
      children: [
        { step: 'Asked' },
        { kind: 'parallel', children: [{ step: 'Checked' }, { step: 'Priced' }] },
        { step: 'Decided' },
        {
          kind: 'optional',
          children: [{ step: 'Sent back' }, { kind: 'parallel' }, { step: 'Decided (2)' }],
        },
        { step: 'Answered' },
      ],
    })
    expect(storyboard!.outcomes[0]).toMatchObject({ kind: 'success', touchpoints: ['Answered'] })
    expect(storyboard!.starts).toEqual(['Asked'])
  })

  test('tells how many runs it leaves out, and the commonest of their ways', () => {
    const { yaml, covers_share, fitness } = mineStoryboard(
      'order',
      [
        { steps: ['A', 'B', 'C'], count: 98 },
        { steps: ['A', 'C'], count: 2 },
      ],
      0.2,
    )!
    expect(covers_share).toBeCloseTo(0.98, 10)
    // By hand: B is missing twice, of 98 · 6 + 2 · 5 steps taken and designed.
    expect(fitness).toBeCloseTo(1 - 2 / 598, 10)
    expect(yaml).toContain('Of 100 runs held against it 98 (98.0 %) follow it to the letter')
    expect(yaml).toContain('The commonest way it leaves out (2 runs): A, C.')
  })

  test('does not call a step like another touchpoint', () => {
    const { yaml } = mineStoryboard('s', [{ steps: ['A', 'A (2)', 'B', 'A'], count: 1 }], 0)!
    const { storyboard } = parseStoryboard(yaml)
    expect(new Set(stepsOf(storyboard!.design).flatMap(({ touchpoints }) => touchpoints))).toEqual(
      new Set(['A', 'A (2)', 'B']),
    )
  })

  test('is none where nothing happened', () => {
    expect(mineStoryboard('s', [], 0.2)).toBeNull()
    expect(mineStoryboard('s', [{ steps: [' '], count: 3 }], 0.2)).toBeNull()
  })

  test('is sound whatever the data, and without noise every run goes some way of it but for bounded loops', () => {
    const name = fc.oneof(
      fc.constantFrom('A', 'A (2)', 'B', 'C', 'D', 'true', '- x', '#', 'a: b', '{', '*a', '%'),
      fc.string({ maxLength: 60, unit: 'binary' }),
    )
    const way = fc.record({ steps: fc.array(name, { maxLength: 8 }), count: fc.integer({ min: 1, max: 9 }) })
    fc.assert(
      fc.property(fc.array(way, { maxLength: 6 }), fc.constantFrom(0, 0.2), (ways, noise) => {
        const mined = mineStoryboard('case', ways, noise)
        if (mined === null) return
        const { storyboard, problems } = parseStoryboard(mined.yaml)
        expect(problems).toEqual([])
        expect(compile(processOf(storyboard!.design)).markings).toBeLessThanOrEqual(20_000)
        if (noise === 0) expect(mined.fitness).toBe(1)
      }),
      { numRuns: 300 },
    )
  })

  test('stays under 20,000 markings where many steps come in any order', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQR']
    const ways = letters.map((_, i) => ({
      steps: ['Start', ...letters.slice(i), ...letters.slice(0, i), 'End'],
      count: letters.length - i,
    }))
    const { yaml, judged, covers_share } = mineStoryboard('case', ways, 0)!
    const { storyboard } = parseStoryboard(yaml)
    expect(markingsOf(processOf(storyboard!.design))).toBeLessThanOrEqual(20_000)
    expect(judged).toBe(171)
    expect(covers_share).toBeGreaterThan(0)
  })
})

test('receipt is told by a design, with the published share of runs that fit', ({ skip }) => {
  const file = resolve('../shared/data/logs/receipt.csv')
  skip(!existsSync(file), `no ${file} here`)
  const rows: Record<string, string>[] = parse(readFileSync(file), { columns: true, bom: true })
  const ways = new Map<string, { steps: string[]; count: number }>()
  for (const run of Map.groupBy(rows, (row) => row['case:concept:name']!).values()) {
    const steps = run
      .sort((a, b) => Date.parse(a['time:timestamp']!) - Date.parse(b['time:timestamp']!))
      .map((row) => row['concept:name']!)
    const way = ways.get(steps.join('\n')) ?? { steps, count: 0 }
    way.count++
    ways.set(steps.join('\n'), way)
  }
  const { covers_share, fitness, judged } = mineStoryboard('case', [...ways.values()], 0.2)!
  expect(judged).toBe(1434)
  expect(covers_share).toBeCloseTo(0.5781, 4)
  // The published figure counts a little for each silent move.
  expect(Math.abs(fitness! - 0.789081)).toBeLessThan(1e-4)
})
