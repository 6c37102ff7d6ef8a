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

/** Rows of one shape as CSV with a header. */
export function toCsv(rows: Record<string, unknown>[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))]
  return lines.map((line) => `${line.map(csvCell).join(',')}\r\n`).join('')
}

/** The list of an answer (its first field that is a list) as a CSV download. */
export function listAsCsv(name: string, output: unknown): Response {
  const list = Object.values(output as Record<string, unknown>).find(Array.isArray) ?? [output]
  return new Response(toCsv(list as Record<string, unknown>[]), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}.csv"`,
    },
  })
}
