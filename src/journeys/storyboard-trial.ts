import { durationText } from './duration.ts'
import { type Bound, within } from './expected-bound.ts'
import type { Deviation, Run } from './run.ts'
import { compileStoryboard } from './runs.ts'
import { parseStoryboard, type Storyboard, type StoryboardProblem } from './storyboard.ts'
import { type ExpectedRun, parseCases, type StoryboardCase } from './storyboard-cases.ts'

/** A case that was tried: what differs, in words; none = passed. */
export interface Tried {
  case: string
  line: number
  differs: string[]
}

/** A storyboard tried on the cases written beside it. With problems in either nothing is tried. */
export interface Trial {
  problems: { storyboard: StoryboardProblem[]; cases: StoryboardProblem[] }
  tried: Tried[]
}

/** `earlier`: texts of the versions before, which judge what started before `valid_from`. */
export function tryStoryboard(yaml: string, cases: string, earlier: string[] = []): Trial {
  const read = [yaml, ...earlier].map(parseStoryboard)
  const problems = { storyboard: read.flatMap((each) => each.problems), cases: [] as StoryboardProblem[] }
  const versions = read.flatMap(({ storyboard }) => storyboard ?? [])
  if (problems.storyboard.length > 0) return { problems, tried: [] }
  const parsed = parseCases(cases, versions[0]!)
  problems.cases = parsed.problems
  return { problems, tried: parsed.problems.length > 0 ? [] : tryCases(versions, parsed.cases) }
}

/** Runs the cases through the versions of a storyboard. Every source is complete until the case's `as_of`. */
export function tryCases(versions: Storyboard[], cases: StoryboardCase[]): Tried[] {
  const compiled = compileStoryboard(...versions)
  return cases.map(({ name, line, history, as_of, expected }) => {
    const runs = compiled.runsOf(history, { subject: 'case', as_of, horizon: () => as_of })
    return { case: name, line, differs: differencesOf(runs, expected) }
  })
}

function differencesOf(runs: Run[], expected: ExpectedRun[]): string[] {
  if (runs.length !== expected.length)
    return [`the history makes ${counted(runs.length)}, not ${expected.length}`]
  return runs.flatMap((run, index) => {
    const name = runs.length === 1 ? '' : `run ${index + 1}: `
    return differences(run, expected[index]!).map((text) => name + text)
  })
}

const counted = (runs: number) => `${runs} run${runs === 1 ? '' : 's'}`

function differences(run: Run, expected: ExpectedRun): string[] {
  const found: string[] = []
  const { outcome, version, longest_silence, conformance } = expected
  if (outcome !== null && run.outcome !== outcome) found.push(`outcome is ${run.outcome}, not ${outcome}`)
  if (version !== null && run.version !== version)
    found.push(`judged by version ${run.version}, not ${version}`)
  if (expected.deviations !== null) found.push(...deviationDifferences(run.deviations, expected.deviations))
  for (const [what, states] of expected.promises) {
    const lived = run.promises.filter((promise) => promise.what === what).map(({ state }) => state)
    if (lived.join() !== states.join())
      found.push(`promise ${what} is ${lived.join(', ') || 'not made'}, not ${states.join(', ')}`)
  }
  const silence = run.silence_unknown ? null : Math.max(0, ...run.gaps.map(({ seconds }) => seconds))
  found.push(...boundDifference('longest silence', silence, longest_silence, durationText))
  found.push(...boundDifference('conformance', run.conformance, conformance, (share) => share.toFixed(3)))
  return found
}

function boundDifference(
  name: string,
  measured: number | null,
  bound: Bound | null,
  text: (value: number) => string,
): string[] {
  if (bound === null || within(bound, measured)) return []
  return [`${name} is ${measured === null ? 'unknown' : text(measured)}, not ${bound.text}`]
}

/** Each expected deviation is one that happened, by its words, else its kind and step, else its kind; none is left over. */
function deviationDifferences(lived: Deviation[], expected: string[]): string[] {
  const left = [...lived]
  const missing: string[] = []
  // The most exact first, so that a bare kind does not take what a sentence names.
  for (const text of expected.toSorted((a, b) => b.length - a.length)) {
    const place = left.findIndex(
      ({ kind, step, words }) => text === words || text === `${kind} ${step}` || text === kind,
    )
    if (place < 0) missing.push(text)
    else left.splice(place, 1)
  }
  return [
    ...missing.map((text) => `no deviation ${text}`),
    ...left.map(({ kind, words }) => `unexpected deviation ${kind}: ${words}`),
  ]
}
