import { describe, expect, it } from 'vitest'
import { type CurvePoint, curveAxis, partsOfCurve, toldPoints } from './silence-curve-picture.ts'

const point = (hours: number, share: number, at_risk: number): CurvePoint => ({
  hours,
  share,
  low: share ? share * 0.9 : null,
  high: share ? share * 1.2 : null,
  at_risk,
})
const curve = [
  point(1, 0, 200),
  point(3, 0.1, 190),
  point(4, 0.1, 120),
  point(30, 0.3, 29),
  point(90, 0.5, 2),
]

describe('the picture of the silence curve', () => {
  it('is dotted from where fewer than 30 gaps are watched, without a hole', () => {
    const { sure, few } = partsOfCurve(curve)
    expect(sure.map(({ hours }) => hours)).toEqual([1, 3, 4])
    expect(few.map(({ hours }) => hours)).toEqual([4, 30, 90])
    expect(partsOfCurve(curve.slice(0, 3)).few).toEqual([])
  })
  it('tells the hours of the table, not every step', () =>
    expect(toldPoints(curve).map(({ hours }) => hours)).toEqual([1, 4]))
  it('begins before the first chase and the marks, and shows the share from nought', () => {
    expect(curveAxis(curve, [2, 120])).toMatchObject({ from: 1, to: 126 })
    expect(curveAxis(curve, [0.5]).from).toBe(0.25)
    expect(curveAxis(curve, []).most).toBeCloseTo(1.12 * 0.15, 9)
    expect(curveAxis(curve, [2, 120]).ticks).toEqual([1, 4, 12, 24, 48, 120])
  })
})
