import { expect, test } from 'vitest'
import { signed, validitySentence } from './validity-words.ts'

const compared = { conforming: 300, others: 200, difference: null }

test('every verdict is a sentence with its reason', () => {
  const said = (verdict: Parameters<typeof validitySentence>[0]['verdict']) =>
    validitySentence({ ...compared, verdict, why: 'because' }, 'success')
  expect(said('conforming runs end better')).toBe(
    'Runs that keep to the storyboard succeed more often: because.',
  )
  expect(said('the storyboard is wrong')).toBe('The storyboard is wrong: because.')
  expect(said('no detectable difference')).toContain('no detectable difference: because.')
  expect(said('cannot tell')).toBe(
    'Whether runs that keep to the storyboard succeed more often cannot be told: because.',
  )
})

test('a difference has its sign, in points of success or of the score', () => {
  expect(signed(0.041, 'success')).toBe('+4')
  expect(signed(-0.12, 'score')).toBe('−0.12')
  expect(signed(-0.001, 'success')).toBe('0')
})
