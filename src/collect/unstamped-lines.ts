import { says } from '../storage/analytics.ts'
import type { Judged } from './tombstones.ts'

/**
 * Rows of interactions written out before their commit has begun: each line is the JSON of what `saidRow` gives, of the columns told,
 * without its opening bracket, in the place of which the stamp comes (`stampedLines`).
 */
export interface UnstampedLines {
  columns: string[]
  lines: Uint8Array
}

const newline = 10

/** Places of the columns that say a word in any of the rows, and of those that did before. */
export function toldPlaces(rows: readonly unknown[][], before: readonly number[]): number[] {
  const width = rows[0]?.length ?? 0
  const told = new Set(before)
  for (let place = 0; place < width; place++)
    if (!told.has(place) && rows.some((row) => says(row[place]))) told.add(place)
  return told.size === before.length ? [...before] : [...told].sort((a, b) => a - b)
}

/** Each row a line that ends in a line feed, of the values at these places. */
export function unstampedText(rows: readonly unknown[][], places: readonly number[]): string {
  let text = ''
  for (const row of rows) text += `${JSON.stringify(places.map((place) => row[place])).slice(1)}\n`
  return text
}

/** The lines with the values of their stamp before them, as the engine reads rows. */
export function stampedLines({ lines }: UnstampedLines, stamp: readonly unknown[]): Uint8Array {
  const before = Buffer.from(`${JSON.stringify(stamp).slice(0, -1)},`)
  const ends = endsOf(lines)
  const whole = Buffer.allocUnsafe(lines.length + before.length * ends.length)
  let to = 0
  let from = 0
  for (const end of ends) {
    to += before.copy(whole, to)
    whole.set(lines.subarray(from, end), to)
    to += end - from
    from = end
  }
  return whole
}

/** Of groups of lines, told by how many each holds, those that are wanted. */
export function pickedLines(
  { columns, lines }: UnstampedLines,
  groups: readonly { size: number; wanted: boolean }[],
): UnstampedLines {
  const ends = endsOf(lines)
  const picked: Uint8Array[] = []
  let line = 0
  for (const { size, wanted } of groups) {
    if (wanted && size > 0)
      picked.push(lines.subarray(line === 0 ? 0 : ends[line - 1]!, ends[line + size - 1]!))
    line += size
  }
  return { columns, lines: Buffer.concat(picked) }
}

/** Where each line ends, after its line feed. */
function endsOf(lines: Uint8Array): number[] {
  const ends: number[] = []
  for (let at = lines.indexOf(newline); at >= 0; at = lines.indexOf(newline, at + 1)) ends.push(at + 1)
  return ends
}

/** What each line says of whom and what it is about, and since when. */
export function* judgedOf({ columns, lines }: UnstampedLines): Generator<Judged> {
  const told = (row: unknown[], column: string) => row[columns.indexOf(column)]
  const pairsOf = (row: unknown[], column: string) => (told(row, column) ?? []) as [string, string][]
  const bytes = Buffer.from(lines.buffer, lines.byteOffset, lines.length)
  let from = 0
  for (const end of endsOf(lines)) {
    const row = JSON.parse(`[${bytes.toString('utf8', from, end)}`) as unknown[]
    from = end
    yield {
      interaction_id: told(row, 'interaction_id') as string,
      source: told(row, 'source') as string,
      channel: (told(row, 'channel') ?? '') as string,
      started_at: told(row, 'started_at') as number,
      identifiers: pairsOf(row, 'identifiers').map(([kind, value]) => ({ kind, value })),
      subjects: pairsOf(row, 'subjects').map(([type, id]) => ({ type, id })),
    }
  }
}
