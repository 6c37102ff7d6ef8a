import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type InProcess, openInProcess } from '../../tools/in-process.ts'
import { readValidity } from './contract.ts'
import { judged } from './validity.ts'
import { weightedDifference } from './weighted-difference.ts'

describe('a weighted difference', () => {
  /** Keeping to the design does nothing; the young keep to it more and succeed more. */
  const confounded = [
    { who: ['young'], kept: true, n: 800, successes: 720 },
    { who: ['young'], kept: false, n: 200, successes: 180 },
    { who: ['old'], kept: true, n: 200, successes: 100 },
    { who: ['old'], kept: false, n: 800, successes: 400 },
  ].flatMap(({ successes, n, ...row }) =>
    Array.from({ length: 100 }, (_, unit) => ({ ...row, unit, n: n / 100, total: successes / 100 })),
  )

  test('does not take who people are for what the design does', () => {
    // By hand: unweighted .82 against .58; within each age .9 against .9 and .5 against .5.
    const { value, raw, low, high } = weightedDifference(confounded)!
    expect(raw).toBeCloseTo(0.24, 10)
    expect(value).toBeCloseTo(0, 3)
    expect(low).toBeLessThanOrEqual(value)
    expect(high).toBeGreaterThanOrEqual(value)
  })

  test('finds a true one', () => {
    const helped = confounded.map((row) => (row.kept ? row : { ...row, total: row.total - 0.2 * row.n }))
    expect(weightedDifference(helped)!.value).toBeCloseTo(0.2, 3)
  })

  test('is none of one side alone', () => {
    expect(weightedDifference(confounded.filter(({ kept }) => kept))).toBeNull()
    expect(weightedDifference([])).toBeNull()
  })
})

test('the verdict says it plainly', () => {
  const of = (low: number, high: number, circular = false) =>
    judged({ value: (low + high) / 2, low, high, raw: 0 }, 0.1, circular).verdict
  expect(of(-0.3, -0.1)).toBe('the storyboard is wrong')
  expect(of(0.1, 0.3)).toBe('conforming runs end better')
  expect(of(0.1, 0.3, true)).toBe('cannot tell')
  expect(of(-0.05, 0.05)).toBe('no detectable difference')
  expect(of(-0.3, 0.3)).toBe('cannot tell')
  expect(judged(null, 0.1, false).verdict).toBe('cannot tell')
})

describe('of a journey', () => {
  let product: InProcess
  beforeAll(async () => {
    product = await openInProcess()
  })
  afterAll(() => product.close())

  test('a design that those who keep to it fare worse by is called wrong', async () => {
    const lines = ['order,event,at,region']
    for (let order = 0; order < 200; order++) {
      const kept = order % 2 === 0
      const region = order % 3 === 0 ? 'North' : 'South'
      const events = kept ? ['Placed', 'Called'] : ['Placed', 'Asked', 'Asked', 'Asked']
      // By hand: 1 in 5 of those that keep to it are solved, 4 in 5 of the others.
      const solved = kept ? order % 10 === 0 : order % 10 !== 1
      events.push(solved ? 'Solved' : 'Left')
      events.forEach((event, hour) => {
        lines.push(`${order},${event},2026-03-01T0${hour}:00:00,${region}`)
      })
    }
    const mapping = `source: shop
complete_until: 2026-03-06T00:00:00
records:
  - file: events.csv
    key: [$order, $event, $at]
    subjects: { order: $order }
    interactions: [{ touchpoint: $event, at: $at, attributes: { region: $region } }]
`
    const storyboard = `journey: order
version: 1
correlate: { subject: order }
starts: [Placed]
steps: [{ step: Placed }, { step: Called }, { step: Over, touchpoints: [Left, Closed] }]
outcomes:
  solved: { kind: success, touchpoints: [Solved], attributes: {} }
  left: { kind: failure, touchpoints: [Left] }
`
    await product.import('main', product.folder({ 'events.csv': lines.join('\n'), 'mapping.yaml': mapping }))
    await product.storyboard(
      'main',
      storyboard.replace(', attributes: {}', '').replace('Left, Closed]', 'Left, Solved]'),
    )
    const { success, attributes, score } = await product.call(readValidity, {
      workspace: 'main',
      journey: 'order',
    })
    expect(attributes).toEqual(['region'])
    expect(success).toMatchObject({ conforming: 100, others: 100, verdict: 'the storyboard is wrong' })
    expect(success.difference!.raw).toBeCloseTo(-0.6, 10)
    expect(success.difference!.high).toBeLessThan(0)
    expect(score).toBeNull()
  })
})
