import { alike } from './alike.ts'
import type { Span } from './business-time.ts'
import { businessSpan, durationFault, durationSeconds } from './duration.ts'
import type { StoryboardProblem } from './storyboard.ts'
import type { MapTree, Tree } from './storyboard-tree.ts'

/** Collects what is wrong while a storyboard is read. */
export interface Findings {
  problems: StoryboardProblem[]
  warnings: StoryboardProblem[]
  /** Line of each field by its path, and of each step by `step:NAME`. */
  lines: Map<string, number>
}

/** One place of the file: its path for messages, its tree (absent = undefined) and its line. */
export interface Place {
  field: string
  tree: Tree | undefined
  line: number
}

const longestName = 200

export function complain(findings: Findings, place: { field: string; line: number }, message: string): null {
  findings.problems.push({ line: place.line, field: place.field, message })
  return null
}

/** The place of one key of a map. */
export function at(map: MapTree, key: string, field: string): Place {
  const entry = map.entries.get(key)
  return { field: field === '' ? key : `${field}.${key}`, tree: entry?.value, line: entry?.line ?? map.line }
}

/** The map at a place with unknown keys reported; null (reported) when it is none. */
export function mapAt(
  findings: Findings,
  place: Place,
  known: readonly string[],
  example: string,
): MapTree | null {
  const { tree } = place
  if (tree?.kind !== 'map') {
    return complain(findings, place, `${shown(tree)} is not a map of fields: write \`${example}\``)
  }
  findings.lines.set(place.field, place.line)
  for (const [key, entry] of tree.entries) {
    if (known.includes(key)) continue
    const near = alike(key, known)
    const remedy = near === null ? `known here: ${known.join(', ')}` : `did you mean '${near}'?`
    const field = place.field === '' ? key : `${place.field}.${key}`
    complain(findings, { field, line: entry.line }, `unknown field '${key}'; ${remedy}`)
  }
  return tree
}

/** A non-empty text of one line; null when absent, or (reported) when it is something else. */
export function textAt(findings: Findings, place: Place): string | null {
  const { tree } = place
  if (tree === undefined) return null
  if (tree.kind !== 'scalar') return complain(findings, place, `${shown(tree)} is not a text: write one text`)
  if (tree.type === 'empty' || tree.text.trim() === '') {
    return complain(findings, place, 'is empty: write a text or remove the line')
  }
  if (tree.type === 'boolean') {
    return complain(findings, place, `${tree.text} is yes or no to YAML: put it in quotes, "${tree.text}"`)
  }
  return tree.text.trim()
}

/** As `textAt`, for names of steps, touchpoints, outcomes: at most 200 characters of one line. */
export function nameAt(findings: Findings, place: Place): string | null {
  const text = textAt(findings, place)
  if (text === null) return null
  if (text.length > longestName) {
    return complain(findings, place, `has ${text.length} characters: a name has at most ${longestName}`)
  }
  if (/\p{Cc}/u.test(text))
    return complain(findings, place, 'holds a line break or control character: write one line')
  return text
}

/** A list of names; one name stands for a list of one. Absent = []. Duplicates are reported. */
export function namesAt(findings: Findings, place: Place): string[] {
  const { tree } = place
  if (tree === undefined) return []
  if (tree.kind === 'map') {
    complain(findings, place, 'is a map of fields, not a list of names: write [A, B]')
    return []
  }
  if (tree.kind === 'scalar') {
    const name = nameAt(findings, place)
    return name === null ? [] : [name]
  }
  if (tree.items.length === 0)
    complain(findings, place, 'is an empty list: name at least one, or remove the line')
  const names: string[] = []
  tree.items.forEach((item, index) => {
    const here = { field: `${place.field}[${index}]`, tree: item, line: item.line }
    const name = nameAt(findings, here)
    if (name === null) return
    if (names.includes(name)) complain(findings, here, `'${name}' stands twice in the list: remove one`)
    else names.push(name)
  })
  return names
}

/** Seconds; null when absent or (reported) no duration. */
export function durationAt(findings: Findings, place: Place): number | null {
  const { tree } = place
  if (tree === undefined) return null
  const seconds = tree.kind === 'scalar' ? durationSeconds(tree.text) : null
  if (seconds !== null) return seconds
  if (tree.kind === 'scalar' && businessSpan(tree.text) !== null) {
    return complain(
      findings,
      place,
      `${shown(tree)} is business time, but a customer waits in wall-clock time: write 2d or 48h`,
    )
  }
  const fault = tree.kind === 'scalar' ? durationFault(tree.text) : null
  if (fault !== null) return complain(findings, place, `${shown(tree)} ${fault}`)
  return complain(
    findings,
    place,
    `${shown(tree)} is not a duration: write a number and a unit, such as 30s, 15m, 48h, 3d or 2w`,
  )
}

/** As `durationAt`, or business time: `2bd`, `6bh`. */
export function spanAt(findings: Findings, place: Place): Span | null {
  const business = place.tree?.kind === 'scalar' ? businessSpan(place.tree.text) : null
  return business ?? durationAt(findings, place)
}

/** A whole number within bounds; null when absent or (reported) something else. */
export function wholeAt(findings: Findings, place: Place, least: number, most: number): number | null {
  const { tree } = place
  if (tree === undefined) return null
  const value = tree.kind === 'scalar' && /^\d{1,10}$/.test(tree.text.trim()) ? Number(tree.text) : Number.NaN
  if (value >= least && value <= most) return value
  return complain(findings, place, `${shown(tree)} is not a whole number from ${least} to ${most}`)
}

/** A share as a fraction from `95%` or `0.95`; null when absent or (reported) something else. */
export function shareAt(findings: Findings, place: Place): number | null {
  const { tree } = place
  if (tree === undefined) return null
  const match = tree.kind === 'scalar' ? /^(\d{1,3}(?:\.\d{1,9})?)\s*(%?)$/.exec(tree.text.trim()) : null
  const share = match ? Number(match[1]) / (match[2] === '%' ? 100 : 1) : Number.NaN
  if (share > 0 && share <= 1) return share
  return complain(findings, place, `${shown(tree)} is not a share above 0 and up to 100%: write 95%`)
}

/** true or false; false when absent or (reported) something else. */
export function yesNoAt(findings: Findings, place: Place): boolean {
  const { tree } = place
  if (tree === undefined) return false
  if (tree.kind === 'scalar' && tree.type === 'boolean') return tree.text.toLowerCase() === 'true'
  complain(findings, place, `${shown(tree)} is neither true nor false`)
  return false
}

/** A value as a message quotes it. */
export function shown(tree: Tree | undefined): string {
  if (tree === undefined) return 'nothing'
  if (tree.kind === 'list') return 'a list'
  if (tree.kind === 'map') return 'a map of fields'
  if (tree.type === 'empty') return 'nothing'
  return `'${tree.text.length > 60 ? `${tree.text.slice(0, 60)}…` : tree.text}'`
}
