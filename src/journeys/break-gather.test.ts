import { expect, test } from 'vitest'
import { design } from '../../tools/sample-runs.ts'
import { Gathering } from './break-gather.ts'
import type { BreakRun } from './break-runs.ts'
import type { Storyboard } from './storyboard.ts'

const names = ['Asked', 'Answered']
/** Asked, silent for 9 days, answered; then nothing more until the horizon. */
const run: BreakRun = {
  place: 1,
  ordinal: 0,
  customer: 1,
  failed: false,
  open: true,
  began: 0,
  codes: [],
  nodes: [1, 2],
  designed: [1, 1],
  starts: [0, 9 * 86_400],
  ends: [0, 9 * 86_400],
  by_customer: [0, 0],
  gaps: {
    from: [1, 2],
    to: [2, 0],
    seconds: [9 * 86_400, 90 * 86_400],
    excess: [6 * 86_400, 87 * 86_400],
    unended: [0, 1],
  },
  promises: { what: [], from: [], to: [], state: [], late: [] },
  skipped: [],
  asked_twice: 1,
  hand_offs: { from: [1, 1, 2], to: [2, 2, 1], context: [2, 1, 0] },
}
const silences = (storyboard: Storyboard) => {
  const gathering = new Gathering(storyboard, names)
  gathering.add(0, run)
  return [...gathering.places.values()]
    .filter(({ place }) => place.kind === 'silence')
    .map(({ place }) => [place.from, place.to])
}

test('a storyboard says that the customer still waits after the last news', () => {
  expect(silences(design(['Asked', 'Answered', 'Closed']))).toEqual([
    ['Asked', 'Answered'],
    ['Answered', ''],
  ])
})

test('without a storyboard the silence after the last news may be the end, and is no break', () => {
  expect(silences(design([], { version: 0 }))).toEqual([['Asked', 'Answered']])
})

test('a run counts once where it was handed over without context, and nowhere where that cannot be told', () => {
  const gathering = new Gathering(design([]), names)
  gathering.add(0, run)
  gathering.add(1, { ...run, asked_twice: 0, hand_offs: { from: [1], to: [2], context: [1] } })
  const found = [...gathering.places.values()]
    .filter(({ place: { kind } }) => kind === 'asked_twice' || kind === 'hand_off')
    .map(({ place, size, affected }) => [place.kind, place.from, place.to, [...affected.subarray(0, size)]])
  expect(found).toEqual([
    ['asked_twice', '', '', [0]],
    ['hand_off', 'Asked', 'Answered', [1, 0]],
  ])
})
