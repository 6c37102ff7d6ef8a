import type { FlatRecord } from './record.ts'

/** The value of a column without surrounding blanks; '' where it is absent, blank or stands for nothing. */
export function columnReader(column: string, missing: ReadonlySet<string>): (record: FlatRecord) => string {
  if (missing.size === 0) return (record) => tidy(record[column])
  return (record) => {
    const value = tidy(record[column])
    return missing.has(value) ? '' : value
  }
}

function tidy(value: string | undefined): string {
  if (value === undefined || value === '') return ''
  return value.charCodeAt(0) <= 32 || value.charCodeAt(value.length - 1) <= 32 || value.charCodeAt(0) === 160
    ? value.trim()
    : value
}
