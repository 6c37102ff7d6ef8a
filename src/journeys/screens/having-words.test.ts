import { describe, expect, it } from 'vitest'
import { havingOf, havingParts } from '../contract.ts'
import { havingWords } from './having-words.ts'

describe('why these runs are listed', () => {
  it('is said for everything a run can have', () => {
    for (const kind of Object.keys(havingParts)) {
      expect(havingWords(kind)).not.toContain('that have')
      expect(havingWords(kind)).not.toMatch(/undefined|null/)
    }
  })
  it('names what it is narrowed by, and what is unknown', () => {
    expect(havingWords(havingOf('forced_switch', 'web', 'phone'))).toBe(
      'with a forced switch of channel web → phone',
    )
    expect(havingWords(havingOf('hand_off', 'team', '', 'Desk', 'context'))).toBe(
      'with a hand-off between teams unknown → Desk, without their history',
    )
    expect(havingWords(havingOf('asked_twice', 'order number', 'web', 'phone'))).toBe(
      'that were asked again for “order number”, given by web, asked by phone',
    )
    expect(havingWords(havingOf('contradiction', null, null, 'document_needed'))).toBe(
      'with a contradiction about document needed',
    )
    expect(havingWords('came_again|1')).toBe('in which a customer came again within 1 day')
  })
})
