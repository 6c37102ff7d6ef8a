const day: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' }
const hour: Intl.DateTimeFormatOptions = { ...day, hour: '2-digit', minute: '2-digit', hour12: false }

/**
 * Two things said as a reader wants them: a moment as its day, both with their hours where the days are the same, all
 * else as it was said. `zone` undefined = the reader's own.
 */
export function saidWords(first: string, second: string, zone?: string): [string, string] {
  const days: [string, string] = [worded(first, day, zone), worded(second, day, zone)]
  if (first === second || days[0] !== days[1]) return days
  return [worded(first, hour, zone), worded(second, hour, zone)]
}

function worded(value: string, options: Intl.DateTimeFormatOptions, timeZone: string | undefined): string {
  if (!/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value)) return value
  return new Date(value).toLocaleString('en-GB', timeZone === undefined ? options : { ...options, timeZone })
}
