import { expect, test } from 'vitest'
import { day, happened, story, when } from '../../tools/sample-runs.ts'
import { newcombePaired } from '../stats/proportion.ts'
import { Comparison } from './comparison.ts'
import { runsOf } from './runs.ts'

const version = (number: number, silence: string, due_in: string, more = '') =>
  story(`
journey: order
version: ${number}
correlate: { subject: order }
silence: ${silence}
steps:
  - { step: Placed, tells: [number], promise: { what: delivery, due_in: ${due_in}, fulfilled_by: [Delivered] } }
  - { step: Delivered, tells: [delivered] }${more}
outcomes: { delivered: { kind: success, touchpoints: [Delivered] }, refused: { kind: failure, touchpoints: [Refused] } }
`)
const a = version(1, '1d', '2d')
const b = version(2, '1d', '5d', '\n  - optional: [{ step: Thanked }]')

/** Orders delivered after so many days; Thanked comes a day later. */
function compared(days: number[], thanked: boolean[] = []) {
  const comparison = new Comparison()
  days.forEach((taken, index) => {
    const history = [happened('Placed', 0), happened('Delivered', taken)]
    if (thanked[index]) history.push(happened('Thanked', taken + 1))
    const judged = [a, b].map((storyboard) => runsOf(history, storyboard, when(day(60))))
    comparison.add(judged[0]!, judged[1]!)
  })
  return comparison.result()
}

test('the same runs are counted under both versions, each with what it promises and designs', () => {
  const { a: first, b: second, runs, differences } = compared([1, 3, 4, 6], [false, true, false, false])
  expect(runs).toMatchObject({ both: 4, only_a: 0, only_b: 0, other_outcome: 0 })
  // Late by 1 and 2 days are kept within 5; after 3, 4 and 6 days the silence is another; one is thanked.
  expect(runs.changed).toMatchObject({ met: 3, of: 4 })
  expect(runs.changed_in).toEqual({ outcome: 0, promises: 2, silence: 3, conformance: 1, deviations: 1 })
  expect(first).toMatchObject({ runs: 4, outcomes: { delivered: 4 }, success: { met: 4, of: 4 } })
  expect(first.kept).toMatchObject({ met: 1, of: 4 })
  expect(second.kept).toMatchObject({ met: 3, of: 4 })
  expect([first.promises, second.promises]).toEqual([
    { kept: 1, late: 3 },
    { kept: 3, late: 1 },
  ])
  expect(first.as_designed).toMatchObject({ met: 3, of: 4 })
  expect(second.as_designed).toMatchObject({ met: 4, of: 4 })
  // The promise covers the silence: 2 days at first, 5 days then.
  expect(first.silent).toMatchObject({ met: 3, of: 4 })
  expect(second.silent).toMatchObject({ met: 1, of: 4 })
  expect(differences.silent).toEqual(newcombePaired(1, 0, 2, 1))
  expect(differences.silent!.value).toBeCloseTo(-0.5, 12)
  expect(differences.kept!.value).toBeCloseTo(0.5, 12)
})

test('the difference of conformance is over the runs one by one', () => {
  const { a: first, b: second, differences } = compared([1, 1, 1], [true, true, false])
  expect(differences.conformance!.value).toBeCloseTo(second.conformance! - first.conformance!, 12)
  expect(differences.conformance!.low).toBeLessThan(differences.conformance!.value)
})

test('nothing compared is unknown, not nought', () => {
  const { a: none, differences } = compared([])
  expect(none).toMatchObject({ runs: 0, conformance: null, success: { share: null } })
  expect(Object.values(differences)).toEqual([null, null, null, null, null])
})

test('a run that only one version knows is told apart', () => {
  const comparison = new Comparison()
  const late = story(
    'journey: order\nversion: 3\ncorrelate: { subject: order }\nstarts: [Delivered]\nsteps: [{ step: Delivered }]\noutcomes: { delivered: { kind: success, touchpoints: [Delivered] } }',
  )
  const history = [happened('Placed', 0), happened('Delivered', 2)]
  comparison.add(runsOf(history, a, when(day(9))), runsOf(history, late, when(day(9))))
  expect(comparison.result().runs).toMatchObject({ both: 0, only_a: 1, only_b: 1, other_outcome: 0 })
})

test('a run that changes is named with what was and what would be', () => {
  const [late] = compared([3]).examples
  expect(late!.changes).toEqual([
    { of: 'promises', before: 'delivery late', after: 'delivery kept' },
    { of: 'silence', before: '1 d too long in 1', after: 'never too long' },
  ])
})
