import { expect, test } from 'vitest'
import type { WasteReport } from '../contract.ts'
import { differenceScale, points, wasteRows, wasteSentence } from './waste-words.ts'

type Step = WasteReport['steps'][number]
const step = (name: string, verdict: Step['verdict'], difference: Step['difference'] = null): Step => ({
  step: name,
  taken: 40,
  skipped: 40,
  difference,
  verdict,
  why: '',
})

test('the waste is named, and stands before what gives something', () => {
  const steps = [step('Told', 'gives something'), step('Copied', 'waste'), step('Signed', 'needed')]
  expect(wasteSentence(steps)).toBe('1 of 3 designed steps could go without harm: “Copied”.')
  expect(wasteRows(steps).map((row) => row.step)).toEqual(['Copied', 'Signed', 'Told'])
})

test('that it cannot be told is not that there is none', () => {
  expect(wasteSentence([step('Copied', 'cannot tell')])).toBe(
    'No designed step is known to be waste; of 1 it cannot be told.',
  )
  expect(wasteSentence([step('Told', 'gives something')])).toBe('No designed step is waste.')
})

test('points have a sign unless they are nothing', () => {
  expect([0.015, -0.02, 0.0001].map(points)).toEqual(['+1.5', '−2.0', '0.0'])
})

test('the scale holds the margin and the widest interval', () => {
  expect(differenceScale([], 0.02)).toBe(0.04)
  expect(differenceScale([step('Copied', 'needed', { value: -0.2, low: -0.3, high: -0.1 })], 0.02)).toBe(0.3)
})
