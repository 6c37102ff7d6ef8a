import { date } from '../../console/fmt.ts'

/** What was said, a moment as the day it means to the reader. */
export function saidValue(value: string, zone?: string): string {
  return /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value) ? date(value, zone) : value
}
