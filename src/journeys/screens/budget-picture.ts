import { count, decimal, duration, plural } from '../../console/fmt.ts'
import type { Output } from '../../http/operation.ts'
import type { JourneyReport, readBudgets } from '../contract.ts'

export type Budget = Output<typeof readBudgets>['budgets'][number]
type Now = JourneyReport['objectives'][number]

/** One objective: what it may still miss, and over the runs that pass the filters where it stands. */
export interface ObjectiveShown {
  budget: Budget
  now: Now | null
}

export function objectivesShown(budgets: readonly Budget[], now: readonly Now[]): ObjectiveShown[] {
  return budgets.map((budget) => ({
    budget,
    now: now.find((one) => one.objective === budget.objective) ?? null,
  }))
}

export type BudgetState = 'burning' | 'used up' | 'within budget' | 'none decided'

export function budgetState({ decided, left, burning }: Budget): BudgetState {
  if (decided === 0) return 'none decided'
  if (burning) return 'burning'
  return left < 0 ? 'used up' : 'within budget'
}

/** How full the bar is, and where what is allowed ends on it: both of its width. */
export function budgetBar({ allowed, used }: Budget): { used: number; allowed: number } {
  const most = Math.max(allowed, used)
  return most === 0 ? { used: 0, allowed: 1 } : { used: used / most, allowed: allowed / most }
}

/** Misses as whole ones where they are, the allowance of a small window not rounded away. */
export const misses = (value: number) =>
  (Math.abs(value) < 10 && value % 1 !== 0 ? decimal(value) : count(value)).replace('-', '−')

export function leftWords({ left }: Budget): string {
  return left < 0 ? `${misses(-left)} too many` : `${misses(left)} left`
}

export function burnWords({ burn_rate, hours, decided }: Budget['long']): string {
  const within = duration(hours * 3600)
  return burn_rate === null ? `none decided in ${within}` : `in ${within} · n ${count(decided)}`
}

/** Of which runs it is told how many will miss, and of how many it is not known. */
export function forecastWords({ bound, forecast }: Budget): string {
  const { open, will_miss, low, high, unknown } = forecast
  const [one, many, none] = foreseen[bound] ?? ['open run', 'open runs', 'no open run']
  const of = plural(open, one, many)
  if (open === 0) return none
  if (will_miss === null) return `of ${of}: too few came so far`
  const between = low === null || high === null ? '' : `${count(low)}–${count(high)} `
  return `${between}of ${of}${unknown > 0 ? `, ${count(unknown)} unknown` : ''}`
}

const foreseen: Partial<Record<Budget['bound'], [string, string, string]>> = {
  silence: ['run that waits now', 'runs that wait now', 'no run waits now'],
  promise: ['open promise', 'open promises', 'no open promise'],
}
