import { TooManyMarkings } from '../stats/alignment.ts'
import { alike } from './alike.ts'
import { conformingTo } from './conformance.ts'
import type { DesignedOutcome, DesignNode, Storyboard, StoryboardProblem } from './storyboard.ts'
import { stepsOf } from './storyboard.ts'
import { eitherSteps, sharedBy } from './storyboard-ambiguity.ts'
import { type Check, problem, quoted, warning } from './storyboard-finding.ts'
import { strangeItems } from './storyboard-items.ts'
import { canBeFirst, mandatorySteps } from './storyboard-paths.ts'
import { reachedFrom } from './storyboard-reach.ts'
import { bounds, clocks, promises } from './storyboard-times.ts'

/**
 * What a readable storyboard gets wrong in meaning: ambiguous touchpoints, starts and outcomes no run that follows
 * the design can reach, promises nothing fulfils, bounds that contradict an objective. `whole` = nothing was left
 * out while reading, so that reachability can be judged.
 */
export function checkDesign(
  storyboard: Storyboard,
  lines: Map<string, number>,
  whole: boolean,
): { problems: StoryboardProblem[]; warnings: StoryboardProblem[] } {
  const check: Check = { storyboard, steps: stepsOf(storyboard.design), lines, problems: [], warnings: [] }
  sharedTouchpoints(check, storyboard.design)
  objectiveNames(check)
  stages(check)
  check.warnings.push(...strangeItems(storyboard.items, check.steps, lines))
  if (whole) {
    size(check)
    eitherOf(check)
    starts(check)
    success(check)
    decided(check)
    clocks(check)
    promises(check)
    bounds(check)
  }
  return { problems: check.problems, warnings: check.warnings }
}

/** Branches of one choice or parallel must not share a touchpoint; in a sequence the order decides. */
function sharedTouchpoints(check: Check, node: DesignNode): void {
  if (node.kind === 'step') return
  for (const child of node.children) sharedTouchpoints(check, child)
  if (node.kind !== 'choice' && node.kind !== 'parallel') return
  const branches = node.children.map(stepsOf)
  branches.forEach((branch, index) => {
    const others = branches.slice(0, index).flat()
    for (const step of branch) {
      for (const other of others) {
        const shared = sharedBy(step, other)
        if (shared === undefined) continue
        problem(
          check,
          `step:${step.step}`,
          step.step,
          `'${shared}' is a touchpoint of '${other.step}' too, in another branch of the same ${node.kind}: ` +
            `write it once before or after the ${node.kind}, or give the two steps different channels`,
        )
      }
    }
  })
}

/** Where one interaction may be either of two steps, the alignment takes whichever costs less: nobody knows which. */
function eitherOf(check: Check): void {
  if (check.problems.length > 0) return
  for (const { first, second, touchpoint } of eitherSteps(check.storyboard.design)) {
    warning(
      check,
      `step:${second.step}`,
      `${second.step}.touchpoints`,
      `'${touchpoint}' may be '${first.step}' or '${second.step}' here, both can come next: give them different touchpoints or channels, or put a step between them that is never left out`,
    )
  }
}

/** The steps of one stage lie together, in the order they are written. */
function stages(check: Check): void {
  const over = new Set<string>()
  let current = ''
  for (const { step, stage } of check.steps) {
    if (stage === current) continue
    if (current !== '') over.add(current)
    current = stage
    if (!over.has(stage)) continue
    warning(
      check,
      `step:${step}`,
      `${step}.stage`,
      `the stage '${stage}' begins again here after another: put its steps together, or name this one differently`,
    )
  }
}

function objectiveNames(check: Check): void {
  const names = new Set<string>()
  const outcomes = check.storyboard.outcomes.map(({ outcome }) => outcome)
  check.storyboard.objectives.forEach(({ name, bound }, index) => {
    const field = `objectives[${index}]`
    if (names.has(name))
      problem(check, field, `${field}.name`, `'${name}' names two objectives: give each its own name`)
    names.add(name)
    if (bound.kind !== 'outcome' || outcomes.includes(bound.outcome)) return
    const near = alike(bound.outcome, outcomes)
    const remedy =
      near === null ? `outcomes are ${outcomes.join(', ') || 'not declared'}` : `did you mean '${near}'?`
    problem(
      check,
      field,
      `${field}.outcome`,
      `'${bound.outcome}' is no outcome of this storyboard; ${remedy}`,
    )
  })
}

function size(check: Check): void {
  try {
    conformingTo(check.storyboard.design)
  } catch (error) {
    if (!(error instanceof TooManyMarkings)) throw error
    const block = error.key !== null && check.lines.has(error.key) ? error.key : 'steps'
    problem(check, block, 'steps', error.message)
  }
}

function starts(check: Check): void {
  const { starts: named, design } = check.storyboard
  if (named.length === 0) return
  const first = canBeFirst(design).steps.flatMap(({ touchpoints }) => touchpoints)
  const reachable = named.filter((touchpoint) => first.includes(touchpoint))
  if (reachable.length === 0) {
    problem(
      check,
      'starts',
      'starts',
      `no run can follow this design: it would start at ${quoted(named)}, but the design begins with ${quoted(first)}`,
    )
    return
  }
  unreached(check, reachable)
  for (const touchpoint of named) {
    if (first.includes(touchpoint)) continue
    warning(
      check,
      'starts',
      'starts',
      `'${touchpoint}' is no first step of the design: such runs begin with a deviation`,
    )
  }
}

/** A run begins at a start: what the design only has before it, or on another way, is never part of one. */
function unreached(check: Check, starting: string[]): void {
  const firsts = check.steps.filter(({ touchpoints }) => touchpoints.some((name) => starting.includes(name)))
  const { steps } = reachedFrom(check.storyboard.design, new Set(firsts))
  for (const each of check.steps) {
    if (steps.has(each)) continue
    warning(
      check,
      `step:${each.step}`,
      each.step,
      `no run reaches '${each.step}': runs start at ${quoted(starting)}, and no way leads on from there to it`,
    )
  }
}

function success(check: Check): void {
  const successes = check.storyboard.outcomes.filter(({ kind }) => kind === 'success')
  if (successes.length === 0) {
    warning(
      check,
      'outcomes',
      'outcomes',
      'no outcome is of kind success: nothing can go well on this journey',
    )
    return
  }
  const designed = check.steps.flatMap(({ touchpoints }) => touchpoints)
  const reachable = successes.filter((outcome) => onDesign(outcome, designed))
  for (const outcome of successes) {
    if (reachable.includes(outcome)) continue
    const near = outcome.touchpoints
      .map((touchpoint) => alike(touchpoint, designed))
      .find((found) => found !== null)
    const remedy = near ? `did you mean '${near}'?` : `steps have ${quoted(designed)}`
    const message = `${quoted(outcome.touchpoints)} is the touchpoint of no step, so no run that follows the design ends as '${outcome.outcome}'; ${remedy}`
    const report = reachable.length === 0 ? problem : warning
    report(check, `outcomes.${outcome.outcome}`, `outcomes.${outcome.outcome}.touchpoints`, message)
  }
}

function onDesign(outcome: DesignedOutcome, designed: string[]): boolean {
  return (
    Object.keys(outcome.attributes).length > 0 || outcome.touchpoints.some((name) => designed.includes(name))
  )
}

/** An outcome that every path reaches takes the place of all outcomes declared after it. */
function decided(check: Check): void {
  const { outcomes, design } = check.storyboard
  const mandatory = mandatorySteps(design)
  outcomes.forEach((outcome, index) => {
    const step = mandatory.find(({ touchpoints }) =>
      touchpoints.every((name) => outcome.touchpoints.includes(name)),
    )
    if (step === undefined) return
    const hidden = outcomes.slice(index + 1).filter(({ kind }) => kind === 'success')
    const before = outcomes.slice(0, index).some(({ kind }) => kind === 'success')
    if (hidden.length === 0) return
    const report = outcome.kind !== 'success' && !before ? problem : warning
    report(
      check,
      `outcomes.${outcome.outcome}`,
      `outcomes.${outcome.outcome}`,
      `every run that follows the design passes '${step.step}' and so ends as '${outcome.outcome}', never as ` +
        `${quoted(hidden.map((later) => later.outcome))}: declare ${quoted(hidden.map((later) => later.outcome))} first, or name another touchpoint`,
    )
  })
}
