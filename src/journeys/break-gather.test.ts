import { expect, test } from 'vitest'
import { design } from '../../tools/sample-runs.ts'
import { Gathering } from './break-gather.ts'
import type { Place } from './break-place.ts'
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
  asked: 1,
  again: { from: [], to: [] },
  hand_offs: { from: [1, 1, 2], to: [2, 2, 1], context: [2, 1, 0] },
  told: 0,
  contradictions: { from: [], to: [], what: [] },
  channels: [],
  forced: { from: [], to: [] },
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
  gathering.add(1, { ...run, asked: 0, hand_offs: { from: [1], to: [2], context: [1] } })
  const found = [...gathering.places.values()]
    .filter(({ place: { kind } }) => kind === 'hand_off')
    .map(({ place, size, affected }) => [place.kind, place.from, place.to, [...affected.subarray(0, size)]])
  expect(found).toEqual([['hand_off', 'Asked', 'Answered', [1, 0]]])
})

const channels = ['web', 'phone', 'mail']
const gatheredOf = (kind: Place['kind'], runs: BreakRun[], storyboard = design(['web'])) => {
  const gathering = new Gathering(storyboard, channels)
  runs.forEach((each, index) => {
    gathering.add(index, each)
  })
  return gathering
    .gathered()
    .filter(({ place }) => place.kind === kind)
    .map(({ place, run, size, affected }) => ({
      place: [place.from, place.to, place.what],
      designed: place.designed,
      runs: [...run.subarray(0, size)],
      affected: [...affected.subarray(0, size)],
    }))
}
const bare: BreakRun = { ...run, nodes: [], designed: [], starts: [], ends: [], by_customer: [] }

test('a contradiction is held against every run that was told two things, whether before it or after', () => {
  const told = { ...bare, told: 1 }
  const twice = { from: [1, 1], to: [2, 2], what: ['date', 'date'] }
  const other = { from: [2], to: [2], what: ['document_needed'] }
  expect(
    gatheredOf('contradiction', [
      told,
      bare,
      { ...told, contradictions: twice },
      told,
      { ...told, contradictions: other },
    ]),
  ).toEqual([
    {
      place: ['web', 'phone', 'date'],
      designed: true,
      runs: [0, 2, 3, 4],
      affected: [0, 1, 0, 0],
    },
    {
      place: ['phone', 'phone', 'document needed'],
      designed: true,
      runs: [0, 2, 3, 4],
      affected: [0, 0, 0, 1],
    },
  ])
})

test('what is asked twice is held against the runs that took both steps and say what was asked, whether before it or after', () => {
  const took = (...nodes: number[]) => ({ ...bare, nodes })
  const again = { from: [1, 1], to: [2, 2] }
  expect(
    gatheredOf('asked_twice', [
      took(1, 2),
      took(1),
      { ...took(1, 2), asked: 0 },
      { ...took(2, 1, 2), again },
      took(2),
      took(1, 3, 2),
      { ...took(1, 2, 2), again: { from: [2], to: [2] } },
    ]),
  ).toEqual([
    { place: ['web', 'phone', ''], designed: true, runs: [0, 3, 5, 6], affected: [0, 1, 0, 0] },
    { place: ['phone', 'phone', ''], designed: true, runs: [0, 3, 4, 5, 6], affected: [0, 0, 0, 0, 1] },
  ])
})

test('a forced switch is held against the runs that came by the channel it leads away from', () => {
  const by = (...came: number[]) => ({ ...bare, channels: came })
  const runs = [by(1), by(3), { ...by(1, 2), forced: { from: [1], to: [2] } }, by(2), by(3, 1)]
  const place = ['web', 'phone', '']
  const cases = { runs: [0, 2, 4], affected: [0, 1, 0] }
  expect(gatheredOf('forced_switch', runs)).toEqual([{ place, designed: true, ...cases }])
  expect(gatheredOf('forced_switch', runs, design([], { version: 0 }))).toEqual([
    { place, designed: false, ...cases },
  ])
})
