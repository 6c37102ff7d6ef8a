import { describe, expect, it } from 'vitest'
import { outcomeParts } from './outcome-bar.ts'

describe('the outcome bar', () => {
  it('begins with success and ends with what is open', () =>
    expect(
      outcomeParts(
        { open: 10, refused: 30, paid: 60 },
        { paid: 'success', refused: 'failure', open: 'open' },
      ).map((one) => one.outcome),
    ).toEqual(['paid', 'refused', 'open']))
  it('adds up to one', () =>
    expect(outcomeParts({ a: 1, b: 2, c: 4 }).reduce((sum, one) => sum + one.share, 0)).toBeCloseTo(1))
  it('does not claim a kind it was not told, but knows open', () =>
    expect(outcomeParts({ a: 1, open: 1 }).map((one) => one.kind)).toEqual(['unknown', 'open']))
  it('leaves out what did not happen', () => expect(outcomeParts({ a: 1, b: 0 })).toHaveLength(1))
})
