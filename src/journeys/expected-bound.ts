import { durationSeconds } from './duration.ts'
import { complain, type Findings, type Place, shown } from './storyboard-field.ts'

/** A number that a measure should be equal to, or lie beyond; `unknown` = it should not be known. */
export interface Bound {
  sign: '=' | '<' | '<=' | '>' | '>='
  value: number | 'unknown'
  /** As it was written. */
  text: string
}

/** `3d`, `< 3d`, `>= 0.9`, `95%` or `unknown`; null when absent or (reported) none of these. */
export function readBound(findings: Findings, place: Place, kind: 'duration' | 'share'): Bound | null {
  const { tree } = place
  if (tree === undefined) return null
  const text = tree.kind === 'scalar' ? tree.text.trim() : ''
  if (text === 'unknown') return { sign: '=', value: 'unknown', text }
  const match = /^(<=|>=|<|>|=)?\s*(.+)$/.exec(text)
  const value = match === null ? null : (kind === 'duration' ? secondsOf : shareOf)(match[2]!)
  if (value !== null) return { sign: (match![1] ?? '=') as Bound['sign'], value, text }
  const example = kind === 'duration' ? '3d, "< 3d" or unknown' : '1, "< 1" or unknown'
  return complain(findings, place, `${shown(tree)} is nothing to hold a run against: write ${example}`)
}

/** Whether a measure lies where it should; null = unknown. Durations and shares are equal to a millionth. */
export function within({ sign, value }: Bound, measured: number | null): boolean {
  if (value === 'unknown' || measured === null) return value === 'unknown' && measured === null
  const equal = Math.abs(measured - value) <= 1e-6 * Math.max(1, Math.abs(value))
  if (sign === '=') return equal
  if (sign === '<=' || sign === '>=') return equal || (sign === '<=' ? measured < value : measured > value)
  return !equal && (sign === '<' ? measured < value : measured > value)
}

const secondsOf = (text: string) => (text === '0' ? 0 : durationSeconds(text))

function shareOf(text: string): number | null {
  const match = /^(\d(?:\.\d{1,9})?|\d{1,3}(?:\.\d{1,9})?\s*%)$/.exec(text)
  if (match === null) return null
  const share = text.endsWith('%') ? Number.parseFloat(text) / 100 : Number(text)
  return share <= 1 ? share : null
}
