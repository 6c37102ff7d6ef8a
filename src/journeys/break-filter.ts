import type { BreakReading } from './break-reading.ts'
import type { Filters } from './contract.ts'
import { endOf, epoch, pair } from './run-scope.ts'

/** What a reading of runs can be narrowed by without asking for them again. */
const known: (keyof Filters)[] = ['as_of', 'since', 'until', 'channel', 'attribute']

/** Which runs of a reading the filters keep (1), or null: they ask for what the reading does not hold. */
export function keptRuns(reading: BreakReading, filters: Filters): Uint8Array | null {
  const asked = Object.entries(filters).filter(([, value]) => value !== undefined)
  if (!asked.every(([name]) => known.includes(name as keyof Filters))) return null
  const attribute = filters.attribute ? codeOf(reading, filters.attribute) : []
  if (attribute === null) return null
  const { began } = reading.read
  const since = filters.since ? epoch('since', filters.since) : Number.NEGATIVE_INFINITY
  const until = filters.until ? endOf(filters.until) : Number.POSITIVE_INFINITY
  const came = filters.channel ? reading.came[reading.code.names.indexOf(filters.channel)] : null
  const kept = new Uint8Array(reading.runs)
  if (came === undefined) return kept
  const [codes, code] = attribute
  for (let at = 0; at < kept.length; at++)
    if (began[at]! >= since && began[at]! < until && came?.[at] !== 0 && codes?.[at] === code) kept[at] = 1
  return kept
}

/** The codes of the attribute asked for and the one that is wanted; null where the reading tells nobody apart by it. */
function codeOf({ code, facts }: BreakReading, asked: string): [Uint16Array, number] | null {
  const [name, value] = pair('attribute', asked)
  const codes = facts.codes[code.attributes.indexOf(name)]
  if (codes === undefined || value === '') return null
  const place = code.labels.indexOf(`${name}=${value}`)
  return [codes, place === -1 ? noCode : place + 1]
}

/** No run has it. */
const noCode = 65_535
