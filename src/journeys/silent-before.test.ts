import fc from 'fast-check'
import { expect, test } from 'vitest'
import { happened, hour, story, when } from '../../tools/sample-runs.ts'
import { runsOf } from './runs.ts'
import { silentBefore } from './silent-before.ts'

const storyboard = story(`
journey: case
version: 1
correlate: { subject: order }
silence: 6h
steps: [{ step: Asked, tells: [number] }, { step: Told, tells: [state] }, { step: Done }]
outcomes: { done: { kind: success, touchpoints: [Done] } }
`)
const run = (...events: [touchpoint: string, at: number, lasts?: number][]) =>
  runsOf(
    events.map(([touchpoint, at, lasts], sequence) =>
      happened(touchpoint, at / 24, { sequence, ended_at: lasts === undefined ? null : hour(at + lasts) }),
    ),
    storyboard,
    when(hour(200)),
  )[0]!

test('is what of the wait lies beyond what is tolerated', () => {
  // Silent from hour 6 to 20: the first wait holds 4 hours of it, the second 10.
  expect(
    silentBefore(run(['Asked', 0], ['Noted', 10], ['Told', 20])).map((seconds) => seconds / 3600),
  ).toEqual([0, 4, 10])
})

test('is nothing while something goes on, nor after the last step', () => {
  const seen = run(['Asked', 0], ['Noted', 7, 3], ['Told', 20])
  expect(silentBefore(seen).map((seconds) => seconds / 3600)).toEqual([0, 1, 10])
})

test('is what counting every hour of every wait and every gap gives', () => {
  const event = fc.tuple(
    fc.constantFrom('Asked', 'Noted', 'Told'),
    fc.nat(80),
    fc.option(fc.nat(9), { nil: undefined }),
  )
  fc.assert(
    fc.property(fc.array(event, { minLength: 1, maxLength: 9 }), (events) => {
      const seen = run(...events)
      const hours = (step: (typeof seen.steps)[number]) => {
        const silent = (at: number) =>
          seen.gaps.some(({ from_at, to_at, tolerance }) => from_at + tolerance * 1000 <= at && at < to_at)
        let count = 0
        for (let at = step.started_at - step.waiting * 1000; at < step.started_at; at += 3_600_000)
          if (silent(at)) count++
        return count
      }
      expect(silentBefore(seen).map((seconds) => seconds / 3600)).toEqual(seen.steps.map(hours))
    }),
    { numRuns: 1000 },
  )
})
