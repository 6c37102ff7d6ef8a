import type { DesignedStep, Storyboard, StoryboardProblem } from './storyboard.ts'

/** A storyboard under examination, with what was found so far. */
export interface Check {
  storyboard: Storyboard
  steps: DesignedStep[]
  lines: Map<string, number>
  problems: StoryboardProblem[]
  warnings: StoryboardProblem[]
}

/** Notes what cannot be used. `key` = whose line: a field's path, or `step:NAME` and `step:NAME.FIELD`. */
export function problem(check: Check, key: string, field: string, message: string): void {
  check.problems.push({ line: check.lines.get(key) ?? 1, field, message })
}

/** Notes what can be used but is probably not meant. */
export function warning(check: Check, key: string, field: string, message: string): void {
  check.warnings.push({ line: check.lines.get(key) ?? 1, field, message })
}

/** Names as a message lists them, at most six. */
export function quoted(names: string[]): string {
  const some = [...new Set(names)]
  const listed = some
    .slice(0, 6)
    .map((name) => `'${name}'`)
    .join(', ')
  return some.length > 6 ? `${listed} … (${some.length})` : listed
}
