/** What of a history belongs to which run: docs/storyboards.md, “Which interactions are one run”, told interaction by interaction. */
import type { Storyboard } from '../../src/journeys/storyboard.ts'
import { type Entry, outcomeOf, recordOf, versionAt } from './life.ts'

interface Passage {
  /** '' = of a journey without issues. */
  issue: string
  version: Storyboard
  run: Entry[]
}

/** In the order of the sources, each once, nothing after as_of. */
export function knownOf(history: Entry[], as_of: number): Entry[] {
  return history
    .filter(({ started_at }) => started_at <= as_of)
    .sort((a, b) => a.started_at - b.started_at || a.sequence - b.sequence)
    .filter(
      (each, place, all) => all.findIndex((one) => one.interaction_id === each.interaction_id) === place,
    )
}

/** The runs of a history, in the order in which they began. */
export function runsOf(history: Entry[], versions: Storyboard[], as_of: number): Entry[][] {
  const known = knownOf(history, as_of)
  const { correlate } = versions[0]!
  if (correlate.by === 'subject') {
    const first = known.findIndex((each) => begins(each, versions))
    return first < 0 ? [] : [known.slice(first)]
  }
  const unfinished = new Set(history.filter(({ started_at }) => started_at > as_of).map(recordOf))
  const passages: Passage[] = []
  for (const each of known) {
    const issue = correlate.issue === null ? '' : (each.attributes[correlate.issue] ?? null)
    if (issue === null || (issue === '' && correlate.issue !== null)) {
      const open = passages.filter((one) => awake(one, each) && !isOver(one, unfinished))
      if (open.length === 1) open[0]!.run.push(each)
      continue
    }
    const last = passages.findLast((one) => one.issue === issue)
    const goesOn = last !== undefined && awake(last, each)
    const anew = !goesOn || (isOver(last, unfinished) && last.version.starts.length > 0)
    if (anew && begins(each, versions))
      passages.push({ issue, version: versionAt(versions, each.started_at), run: [each] })
    else if (goesOn) last.run.push(each)
  }
  return passages.map(({ run }) => run)
}

function begins({ touchpoint, started_at }: Entry, versions: Storyboard[]): boolean {
  const { starts } = versionAt(versions, started_at)
  return starts.length === 0 || starts.includes(touchpoint)
}

/** No longer than the window of its version has passed since its last interaction. */
function awake({ version: { correlate }, run }: Passage, { started_at }: Entry): boolean {
  return correlate.by === 'customer' && started_at - run.at(-1)!.started_at <= correlate.window * 1000
}

/** It has an outcome, as it is judged itself; who only kept away for long may still go on. */
function isOver({ version, run }: Passage, unfinished: Set<string>): boolean {
  const outcomes = version.outcomes.filter(({ after }) => after === null)
  const life = { taken: [], as_of: 0, judged: 0, unfinished }
  return outcomeOf({ ...life, run, storyboard: { ...version, outcomes } }).kind !== 'open'
}
