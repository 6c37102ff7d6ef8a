import { count, decimal } from '../../console/fmt.ts'
import type { EffortReport } from '../contract.ts'

type Component = EffortReport['components'][number]

/** What made customers’ minutes, in words for a bar and for a row. */
export const causes: Record<string, { short: string; words: string }> = {
  active_minutes: { short: 'active', words: 'Time taking part' },
  hold_minutes: { short: 'hold', words: 'On hold and in queues' },
  contacts: { short: 'contacts', words: 'Contacts they began' },
  documents: { short: 'documents', words: 'Documents handed in' },
  forced_switches: { short: 'forced switches', words: 'Forced switches of channel' },
  transfers: { short: 'transfers', words: 'Transfers' },
  repeats: { short: 'asked again', words: 'Items asked again' },
  chases: { short: 'chases', words: 'Chases' },
}

export const causeOf = (component: string) =>
  causes[component] ?? { short: component.replaceAll('_', ' '), words: component.replaceAll('_', ' ') }

export interface EffortPart {
  component: string
  minutes: number
  /** Of all customer-minutes. */
  share: number
  avoidable: boolean
}

/** The bar: what had to be first, then the avoidable, each the largest first; what is unknown or nothing has no place in it. */
export function effortParts(components: readonly Component[]): EffortPart[] {
  const known = components.flatMap(({ component, minutes, avoidable }) =>
    minutes === null || minutes <= 0 ? [] : [{ component, minutes, avoidable }],
  )
  const total = known.reduce((sum, { minutes }) => sum + minutes, 0)
  return known
    .map((part) => ({ ...part, share: part.minutes / total }))
    .sort((a, b) => Number(a.avoidable) - Number(b.avoidable) || b.minutes - a.minutes)
}

/** Components in the order of the bar, the unknown last. */
export function effortRows(components: readonly Component[]): Component[] {
  return components.toSorted(
    (a, b) =>
      Number(a.minutes === null) - Number(b.minutes === null) ||
      Number(a.avoidable) - Number(b.avoidable) ||
      (b.minutes ?? 0) - (a.minutes ?? 0),
  )
}

/** Fewer runs have no interval (methods B). */
const fewest = 30

/** Between what an amount of minutes lies, in the unit of the amount: `290 – 330 h`; '' where it is not known or of few. */
export function minutesBetween(
  minutes: number | null,
  low: number | null,
  high: number | null,
  runs: number,
): string {
  if (minutes === null || low === null || high === null || runs < fewest) return ''
  const [unit, size] = minutes < 120 ? ['min', 1] : ['h', 60]
  const digits = high / size < 10 ? 1 : 0
  return `${decimal(low / size, digits)} – ${decimal(high / size, digits)} ${unit}`
}

/** Customer-minutes as a person says them: `47 min`, `3,100 h`. */
export function minuteWords(minutes: number | null): string {
  if (minutes === null) return count(null)
  if (minutes > 0 && minutes < 1) return 'under 1 min'
  return minutes < 120 ? `${count(minutes)} min` : `${count(minutes / 60)} h`
}
