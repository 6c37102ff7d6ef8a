import type { EffortReport } from './contract.ts'
import type { Total } from './ratios.ts'

/** What some runs cost their customers, in minutes. */
interface Cost {
  runs: number
  minutes: Total
  avoidable: Total
}

/** Under so many runs no interval is said (methods B). */
const fewest = 30

/** Minutes as the sentence that a person remembers, with how sure they are. */
export function costWords(journey: string, cost: Cost): string {
  if (cost.minutes.total === null)
    return `What the journey ${journey} cost its customers is unknown: no part of it was observed.`
  return `The journey ${journey} cost its customers ${amounts(cost)}.`
}

/** The same of the last month that was over and whole by `until`, epoch ms; null where there is none. */
export function lastMonthOf(
  months: EffortReport['months'],
  since: number,
  until: number,
): EffortReport['last_month'] {
  const last = months.findLast(({ month, minutes }) => {
    const [from, to] = boundsOf(month)
    return minutes !== null && from >= since && to <= until
  })
  if (last === undefined) return null
  const name = new Date(boundsOf(last.month)[0]).toLocaleDateString('en-GB', {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })
  const cost = {
    runs: last.observed,
    minutes: { total: last.minutes, low: last.minutes_low, high: last.minutes_high },
    avoidable: { total: last.avoidable, low: last.avoidable_low, high: last.avoidable_high },
  }
  return { month: last.month, words: `Runs begun in ${name} cost customers ${amounts(cost)}.` }
}

function boundsOf(month: string): [from: number, to: number] {
  const [year, nth] = month.split('-').map(Number) as [number, number]
  return [Date.UTC(year, nth - 1), Date.UTC(year, nth)]
}

function amounts({ runs, minutes, avoidable }: Cost): string {
  const lost =
    avoidable.total === null
      ? 'how much of them was avoidable is unknown'
      : `${amount(avoidable, runs)} of them avoidable`
  return `at least ${amount(minutes, runs)}, ${lost}`
}

function amount({ total, low, high }: Total, runs: number): string {
  const [unit, size] = total! < 120 ? ['minutes', 1] : ['hours', 60]
  const shown = (minutes: number) => Math.round(minutes / size).toLocaleString('en-GB')
  const between = low === null || high === null || runs < fewest ? '' : ` (${shown(low)} to ${shown(high)})`
  return `${shown(total!)} ${unit}${between}`
}
