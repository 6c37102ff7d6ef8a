type Row = Record<string, unknown>

/** Spreadsheets run cells that begin with these; a leading quote keeps them text. */
const formula = /^[=+\-@\t\r]/

/** One CSV cell: objects as JSON, null as empty, text that a spreadsheet would run disarmed. */
export function csvCell(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const plain =
    typeof value === 'string'
      ? value
      : Array.isArray(value) && value.every((each) => typeof each === 'string')
        ? value.join(' > ')
        : JSON.stringify(value)
  const safe = formula.test(plain) ? `'${plain}` : plain
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Rows of one shape as CSV with a header. A figure and its interval (an object of numbers) takes a column for each. */
export function toCsv(rows: Row[]): string {
  const flat = rows.map(withFigures)
  const columns = [...new Set(flat.flatMap((row) => Object.keys(row)))]
  const lines = [columns, ...flat.map((row) => columns.map((column) => row[column]))]
  return lines.map((line) => `${line.map(csvCell).join(',')}\r\n`).join('')
}

function withFigures(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) =>
      isFigure(value)
        ? Object.entries(value).map(([part, own]) => [`${name}_${part}`, own])
        : [[name, value]],
    ),
  )
}

/** Neither a list nor null. */
export const isObject = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isFigure = (value: unknown): value is Record<string, number | null> =>
  isObject(value) &&
  Object.values(value).length > 0 &&
  Object.values(value).every((part) => part === null || typeof part === 'number')
