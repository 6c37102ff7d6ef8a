import { expect, test } from 'vitest'
import type { PlacesReport } from '../contract.ts'
import { heldThere, placeGroups, placesSentence } from './place-picture.ts'

const none = { active: 0, company: 0, customer: 0, third_party: 0, unknown: 0 }
const time = { runs: 9, mean_days: 1, share: null, low: null, high: null, holders: none }
const step = (place: string, days: number, stage = '') => ({
  ...time,
  place,
  days,
  stage,
  owner: '',
  designed: true,
})
const report = (stages: string[], steps: PlacesReport['steps']): PlacesReport => ({
  journey: 'order',
  as_of: '2026-01-01T00:00:00Z',
  seen: { runs: 9, observed: 9, share: 1 },
  days: steps.reduce((sum, { days }) => sum + days, 0),
  stages: stages.map((place) => ({ ...time, place, days: 0 })),
  steps,
  unplaced: null,
})

test('whoever had none of the time at a place has no part there', () => {
  expect(heldThere({ ...none, company: 3, unknown: 1 })).toEqual([
    { holder: 'company', share: 0.75 },
    { holder: 'unknown', share: 0.25 },
  ])
  expect(heldThere(none)).toEqual([])
})

test('steps stand under their stages, those of none under the stage without a name', () => {
  const steps = [step('Asked', 1, 'Ask'), step('Told', 6, 'Tell'), step('Called', 3)]
  const names = placeGroups(report(['Ask', 'Tell', ''], steps)).map(({ stage, steps }) => [
    stage?.place,
    ...steps.map(({ place }) => place),
  ])
  expect(names).toEqual([
    ['Ask', 'Asked'],
    ['Tell', 'Told'],
    ['', 'Called'],
  ])
  expect(placeGroups(report([], steps))).toEqual([{ stage: null, steps }])
})

test('the place with most of the time is named', () => {
  expect(placesSentence(report([], [step('Asked', 1), step('Told', 3)]))).toBe(
    '75 % of the time lies after “Told”.',
  )
  expect(placesSentence(report([], []))).toBe('')
})
