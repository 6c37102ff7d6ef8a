/** Plain tables for people; `--json` is for programs. Numbers stand right, text left. */
export function table(rows: Record<string, unknown>[], columns: string[]): string {
  if (rows.length === 0) return '(none)'
  const cells = [columns, ...rows.map((row) => columns.map((column) => cell(row[column])))]
  const widths = columns.map((_, index) => Math.max(...cells.map((line) => line[index]!.length)))
  const numeric = columns.map((column) =>
    rows.every((row) => row[column] === null || typeof row[column] === 'number'),
  )
  return cells
    .map((line) =>
      line
        .map((text, index) => (numeric[index] ? text.padStart(widths[index]!) : text.padEnd(widths[index]!)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return 'unknown'
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : value.toFixed(2)
  if (Array.isArray(value)) return value.join(' → ')
  return String(value)
}

export const days = (value: number | null) => (value === null ? 'unknown' : `${value.toFixed(2)} d`)

export const percent = (value: number | null) =>
  value === null ? 'unknown' : `${(value * 100).toFixed(2)} %`

/** `71.00 % (67.10–74.60)` */
export const share = (value: number | null, low: number | null, high: number | null) =>
  value === null
    ? 'unknown'
    : `${percent(value)}${low === null || high === null ? '' : ` (${(low * 100).toFixed(1)}–${(high * 100).toFixed(1)})`}`

export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}

/** A flag that takes a number. @throws Error naming it and the value. */
export function whole(flag: string, text: string): number {
  const value = /^\d{1,6}$/.test(text) ? Number(text) : 0
  if (value >= 1 && value <= 100_000) return value
  throw new Error(`${flag} is '${text}'. Give a whole number from 1 to 100000.`)
}
