import { days, decimal, duration, percent } from '../../console/fmt.ts'
import type { BreakFound } from '../contract.ts'

export const breakNames: Record<BreakFound['kind'], string> = {
  silence: 'Silence',
  missed_promise: 'Missed promise',
  repeated_step: 'Repeated step',
  wait: 'Wait',
  skipped_step: 'Skipped step',
  drop_out: 'Drop-out',
  asked_twice: 'Asked twice',
  hand_off: 'Hand-off',
  contradiction: 'Contradiction',
  forced_switch: 'Forced switch',
}

/** The address of a break’s runs, as the list of runs takes it. */
export function breakKey(found: Pick<BreakFound, 'kind' | 'from' | 'to' | 'segment'>): string {
  return [found.kind, found.from, found.to, found.segment].join('|')
}

/** A size in its unit: days and seconds in words, shares in percent, the rest with the unit named. */
function inUnit(value: number, unit: string): string {
  if (unit === 'days' || unit === 'd') return days(value)
  if (unit === 'seconds' || unit === 's') return duration(value)
  if (unit === 'share') return percent(value)
  return `${decimal(value)} ${unit}`.trim()
}

export interface SizeText {
  main: string
  interval: string
}

/** What an affected run typically loses, with its interval; null where it has no size. */
export function sizeOf(found: Pick<BreakFound, 'size' | 'unit' | 'size_low' | 'size_high'>): SizeText | null {
  if (found.size === null) return null
  const interval =
    found.size_low === null || found.size_high === null
      ? ''
      : `${inUnit(found.size_low, found.unit)} – ${inUnit(found.size_high, found.unit)}`
  return { main: inUnit(found.size, found.unit), interval }
}

/** `region=North` as `region North`. */
export function segmentWords(segment: string): string {
  return segment.replace('=', ' ')
}

/** From → to; a break may have one end only (a drop-out has no next step). */
export function placeOf(found: Pick<BreakFound, 'from' | 'to'>): string {
  return [found.from, found.to].filter(Boolean).join(' → ')
}
