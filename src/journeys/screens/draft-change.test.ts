import { expect, test } from 'vitest'
import type { StoryboardsCompared } from '../contract.ts'
import { changeWords, draftCounts, heldWords } from './draft-change.ts'

const shared = { met: 0, of: 0, share: null, low: null, high: null }
const side = {
  runs: 0,
  outcomes: {},
  success: shared,
  as_designed: shared,
  conformance: null,
  kept: shared,
  silent: shared,
  promises: {},
  deviating: {},
}

function compared(runs: Partial<StoryboardsCompared['runs']>): StoryboardsCompared {
  return {
    journey: 'claim',
    as_of: '2026-11-27T12:00:00.000Z',
    period: { since: '2026-10-28T12:00:00.000Z', until: null, widened: false, sampled: false },
    a: { version: 2, ...side },
    b: { version: 3, ...side },
    runs: {
      both: 0,
      only_a: 0,
      only_b: 0,
      other_outcome: 0,
      changed: shared,
      changed_in: { outcome: 0, promises: 0, silence: 0, conformance: 0, deviations: 0 },
      ...runs,
    },
    examples: [],
    differences: { success: null, as_designed: null, conformance: null, kept: null, silent: null },
  }
}
const changed = (met: number, of: number, low: number, high: number) => ({
  both: of,
  changed: { met, of, share: met / of, low, high },
})

test('that nothing changes is said in plain words, and no run is not nothing', () => {
  expect(changeWords(compared(changed(0, 412, 0, 0.01)))).toBe(
    'Nothing changes: all 412 runs are judged as before.',
  )
  expect(changeWords(compared({}))).toBe('No run can be held against it: none begins in this period.')
})

test('runs that change are counted with the interval of their share, under 30 by count alone', () => {
  expect(changeWords(compared(changed(40, 400, 0.074, 0.133)))).toBe(
    '40 of 400 runs are judged otherwise (10 %, 95 % between 7 % and 13 %).',
  )
  expect(changeWords(compared({ ...changed(1, 8, 0.02, 0.47), only_b: 2 }))).toBe(
    '1 of 8 runs is judged otherwise; 2 runs would begin anew.',
  )
})

test('the runs held against are named by their period, also where it was widened or drawn from', () => {
  const one = compared(changed(0, 412, 0, 0.01))
  expect(heldWords(one)).toBe('412 runs begun from 28 Oct 2026, as of 27 Nov 2026.')
  const period = { since: null, until: null, widened: true, sampled: true }
  expect(heldWords({ ...one, period })).toBe(
    '412 runs of all there are, as of 27 Nov 2026. Fewer than 100 began in the period chosen, so all were taken. These are a fair draw: not all subjects were read.',
  )
})

test('an outcome only one of both knows is counted as none by the other', () => {
  const one = compared({})
  one.a.outcomes = { paid: 3, open: 1 }
  one.b.outcomes = { paid: 2, lost: 2 }
  one.b.deviating = { wrong_order: 1 }
  one.a.promises = { kept: 4 }
  expect(draftCounts(one)).toEqual([
    { name: 'Outcome: paid', of: 'run', before: 3, after: 2 },
    { name: 'Outcome: open', of: 'run', before: 1, after: 0 },
    { name: 'Outcome: lost', of: 'run', before: 0, after: 2 },
    { name: 'Promises: kept', of: 'promise', before: 4, after: 0 },
    { name: 'Deviation: wrong order', of: 'run', before: 0, after: 1 },
  ])
})
