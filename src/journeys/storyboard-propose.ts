import { stringify } from 'yaml'

/** A distinct way through the data and how many took it. */
export interface Variant {
  steps: string[]
  count: number
}

/** A storyboard to start from. */
export interface Proposed {
  yaml: string
  /** Share (0–1) of the runs judged that follow it to the letter. */
  covers_share: number
  /** Alignment fitness of the runs judged together (methods B.14); null = not asked. */
  fitness: number | null
  /** Runs held against it. */
  judged: number
}

const longestPath = 100
const mostRepeats = 50

/** Consecutive equal touchpoints as one. */
interface Stretch {
  touchpoint: string
  times: number
}

/**
 * The commonest path as a storyboard to start from, with comments that teach the language, and the share of the
 * variants' runs (0–1) that follow it. Consecutive repeats of a touchpoint become a `repeat`; one that comes back
 * later is a step of its own. Ties go to the path first in alphabet. Without variants the text holds one example step.
 */
export function proposeStoryboard(subject: string, variants: Variant[]): Proposed {
  const paths = new Map<string, { path: Stretch[]; count: number }>()
  let runs = 0
  for (const { steps, count } of variants) {
    runs += count
    const path = stretchesOf(steps.slice(0, longestPath))
    if (path.length === 0) continue
    const key = JSON.stringify(path.map(({ touchpoint }) => touchpoint))
    const known = paths.get(key)
    if (known === undefined) paths.set(key, { path, count })
    else {
      known.count += count
      known.path.forEach((stretch, index) => {
        stretch.times = Math.min(mostRepeats, Math.max(stretch.times, path[index]!.times))
      })
    }
  }
  const ranked = [...paths].sort(([a, { count: n }], [b, { count: m }]) => m - n || (a < b ? -1 : 1))
  const commonest = ranked[0]?.[1] ?? { path: [{ touchpoint: 'First step', times: 1 }], count: 0 }
  const covers_share = runs === 0 ? 0 : commonest.count / runs
  return { yaml: textOf(subject, commonest.path, covers_share), covers_share, fitness: null, judged: runs }
}

function stretchesOf(steps: string[]): Stretch[] {
  const stretches: Stretch[] = []
  for (const touchpoint of steps.map(oneLine).filter((name) => name !== '')) {
    const last = stretches.at(-1)
    if (last?.touchpoint === touchpoint) last.times = Math.min(mostRepeats, last.times + 1)
    else stretches.push({ touchpoint, times: 1 })
  }
  return stretches
}

/** Storyboards name touchpoints in one line of at most 200 characters. */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ')
    .trim()
    .slice(0, 190)
    .trim()
}

function textOf(subject: string, path: Stretch[], share: number): string {
  return proposalText({
    subject,
    heading: `The commonest way through the data, taken by ${Math.round(share * 100)} % of the runs.`,
    starts: [path[0]!.touchpoint],
    steps: stepsText(path),
    goal: goalOf(path),
  })
}

/** What differs between proposals: `heading` is a comment, `steps` the lines of the list. */
interface Proposal {
  subject: string
  heading: string
  /** None = a run starts at its first interaction. */
  starts: string[]
  steps: string
  goal: string
}

/** A whole storyboard with comments that teach the language. */
export function proposalText({ subject, heading, starts, steps, goal }: Proposal): string {
  const last = scalar(goal)
  const journey = oneLine(subject).replace(/[/\\?#%]/g, '-') || 'journey'
  return `# ${heading}
# It is a design to start from, not yet a good one: change it into the journey customers should have.
# Durations: 30s 15m 48h 3d 2w.
journey: ${scalar(journey)}
version: 1                 # raise it with every change
correlate: ${subject === 'customer' ? '{ customer: 30d }   # a new run starts when the last is over, or after 30 days of nothing' : `{ subject: ${scalar(oneLine(subject) || 'subject')} }   # one run for each of these`}
${starts.length === 0 ? '# starts: [ … ]           # without it a run starts at its first interaction' : `starts: [${starts.map(scalar).join(', ')}]`}
silence: 3d                # how long a customer may hear nothing; a step or a promise can say otherwise
steps:
${steps}
  # What more a step can say:
  #   channels: [web, phone]      any other channel is a deviation
  #   within: 2d                  longest waiting before it
  #   tells: [expected date]      what the customer learns: ends a silence
  #   promise: { what: delivery, due_in: 10d, fulfilled_by: [${last}] }
  #   owner: Shop · feeling: confident · moment_of_truth: true
  # Beside single steps: choice: [ … ], parallel: [ … ], optional: [ … ], repeat: { up_to: 3, steps: [ … ] }
outcomes:                  # the first that holds decides
  reached: { kind: success, touchpoints: [${last}] }
  # cancelled: { kind: failure, touchpoints: [Cancelled], attributes: { status: [cancelled] } }
  abandoned: { kind: abandoned, after: 60d }
# objectives:
#   - { name: Reached in 10 days, share: 95%, outcome: reached, within: 10d }
#   - { name: Never 5 days silent, share: 99%, silence: 5d }
`
}

/** The last touchpoint passed only once, so that the outcome is not reached on the way; else simply the last. */
export function goalOf(path: Stretch[]): string {
  const times = (name: string) => path.filter(({ touchpoint }) => touchpoint === name).length
  const once = path.slice(1).findLast(({ touchpoint }) => times(touchpoint) === 1)
  return (once ?? path.at(-1)!).touchpoint
}

function stepsText(path: Stretch[]): string {
  const used = new Map<string, number>()
  const taken = new Set(path.map(({ touchpoint }) => touchpoint))
  return path
    .map(({ touchpoint, times }) => {
      let nth = (used.get(touchpoint) ?? 0) + 1
      while (nth > 1 && taken.has(`${touchpoint} (${nth})`)) nth++
      used.set(touchpoint, nth)
      const step =
        nth === 1
          ? `step: ${scalar(touchpoint)}`
          : `step: ${scalar(`${touchpoint} (${nth})`)}, touchpoints: [${scalar(touchpoint)}]`
      return times === 1 ? `  - { ${step} }` : `  - repeat: { up_to: ${times}, steps: [{ ${step} }] }`
    })
    .join('\n')
}

/** A text as YAML inside a flow collection, quoted where it must be. */
export function scalar(text: string): string {
  return stringify([text], { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false })
    .trim()
    .slice(1, -1)
}
