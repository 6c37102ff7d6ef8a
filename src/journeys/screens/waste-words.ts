import { decimal, plural } from '../../console/fmt.ts'
import type { WasteReport } from '../contract.ts'

type Step = WasteReport['steps'][number]

const order: Step['verdict'][] = ['waste', 'needed', 'cannot tell', 'gives something']

/** What was judged first, and of that the waste. */
export function wasteRows(steps: readonly Step[]): Step[] {
  return steps.toSorted((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict))
}

/** Shares as points of a hundred, to a tenth: `+1.5`, `−2.0`. */
export function points(share: number): string {
  const shown = decimal(Math.abs(share) * 100, 1)
  if (Number(shown) === 0) return shown
  return `${share < 0 ? '−' : '+'}${shown}`
}

/** The report as one sentence. */
export function wasteSentence(steps: readonly Step[]): string {
  const named = steps.flatMap(({ step, verdict }) => (verdict === 'waste' ? [`“${step}”`] : []))
  const unsure = steps.filter(({ verdict }) => verdict === 'cannot tell').length
  if (named.length > 0)
    return `${named.length} of ${plural(steps.length, 'designed step')} could go without harm: ${named.join(', ')}.`
  return unsure > 0
    ? `No designed step is known to be waste; of ${unsure} it cannot be told.`
    : 'No designed step is waste.'
}

/** The scale of the differences: 0 and the margin always on it. */
export function differenceScale(steps: readonly Step[], margin: number): number {
  const ends = steps.flatMap(({ difference }) => (difference ? [difference.low, difference.high] : []))
  return Math.max(2 * margin, ...ends.map(Math.abs))
}
