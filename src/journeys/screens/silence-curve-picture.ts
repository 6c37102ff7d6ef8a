import { curveHours, type SilenceReport } from '../contract.ts'

export type CurvePoint = SilenceReport['curve'][number]

/** Under so many gaps still watched a share is not relied on. */
export const fewestWatched = 30

/** The curve as far as enough gaps are watched, and what comes after; they meet in one point. */
export function partsOfCurve(curve: readonly CurvePoint[]): { sure: CurvePoint[]; few: CurvePoint[] } {
  const cut = curve.findIndex((point) => point.at_risk < fewestWatched)
  if (cut < 0) return { sure: [...curve], few: [] }
  return { sure: curve.slice(0, cut), few: curve.slice(Math.max(0, cut - 1)) }
}

/** What the table tells: the hours of the table as far as watched. */
export const toldPoints = (curve: readonly CurvePoint[]): CurvePoint[] =>
  curve.filter(({ hours }) => curveHours.includes(hours))

const many = [1 / 60, 0.25, ...curveHours, 2400, 8760]
const sparse = [1 / 60, 0.25, 1, 4, 24, 120, 480, 2400, 8760]

export interface CurveAxis {
  /** Hours, on a logarithmic scale. */
  from: number
  to: number
  ticks: number[]
  most: number
}

/** What is to be seen: from before one in a hundred has chased to the end of the watch, the marks among it; the share from 0. */
export function curveAxis(curve: readonly CurvePoint[], marks: readonly number[]): CurveAxis {
  const { sure } = partsOfCurve(curve)
  const first = curve.find(({ share }) => share >= 0.01)?.hours ?? curve[0]?.hours ?? 1
  const least = Math.min(first, ...marks.filter((mark) => mark > 0))
  const from = many.findLast((hours) => hours < least) ?? least / 2
  const to = Math.max(curve.at(-1)?.hours ?? 1, ...marks) * 1.05
  const wide = Math.log10(to / from) > 3.2
  const ticks = (wide ? sparse : many).filter((hours) => hours >= from && hours <= to)
  const shares = (sure.length > 1 ? sure : curve).map(({ share, high }) => high ?? share)
  return { from, to, ticks, most: Math.min(1, 1.12 * Math.max(0.15, ...shares)) }
}
