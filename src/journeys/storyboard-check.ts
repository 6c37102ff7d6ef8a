import { TooManyMarkings } from '../stats/alignment.ts'
import { alike } from './alike.ts'
import { conformingTo } from './conformance.ts'
import { durationText } from './duration.ts'
import type {
  DesignedOutcome,
  DesignedStep,
  DesignNode,
  Storyboard,
  StoryboardProblem,
} from './storyboard.ts'
import { designedMinimum, stepsOf } from './storyboard.ts'
import { strangeItems } from './storyboard-items.ts'
import { canBeFirst, mandatorySteps, waitingAllowed } from './storyboard-paths.ts'

interface Check {
  storyboard: Storyboard
  steps: DesignedStep[]
  lines: Map<string, number>
  problems: StoryboardProblem[]
  warnings: StoryboardProblem[]
}

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
    starts(check)
    success(check)
    decided(check)
    promises(check)
    bounds(check)
  }
  return { problems: check.problems, warnings: check.warnings }
}

function problem(check: Check, key: string, field: string, message: string): void {
  check.problems.push({ line: check.lines.get(key) ?? 1, field, message })
}

function warning(check: Check, key: string, field: string, message: string): void {
  check.warnings.push({ line: check.lines.get(key) ?? 1, field, message })
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
        const shared = step.touchpoints.find((touchpoint) => other.touchpoints.includes(touchpoint))
        if (shared === undefined || channelsApart(step, other)) continue
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

function channelsApart(a: DesignedStep, b: DesignedStep): boolean {
  return (
    a.channels.length > 0 &&
    b.channels.length > 0 &&
    !a.channels.some((channel) => b.channels.includes(channel))
  )
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
    problem(check, 'steps', 'steps', error.message)
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

function promises(check: Check): void {
  const known = [...check.steps, ...check.storyboard.outcomes].flatMap(({ touchpoints }) => touchpoints)
  for (const { step, touchpoints, promise } of check.steps) {
    if (promise === null) continue
    if (promise.fulfilled_by.some((touchpoint) => touchpoints.includes(touchpoint))) {
      warning(
        check,
        `step:${step}`,
        `${step}.promise.fulfilled_by`,
        `'${promise.what}' is promised at '${step}' and only a later ${quoted(promise.fulfilled_by)} can keep it: write the promise at the step that makes it`,
      )
    }
    if (promise.fulfilled_by.length === 0) {
      warning(
        check,
        `step:${step}`,
        `${step}.promise`,
        `only a fulfilment told by the data can keep the promise '${promise.what}': add \`fulfilled_by: [TOUCHPOINT]\``,
      )
    }
    for (const touchpoint of promise.fulfilled_by) {
      if (known.includes(touchpoint)) continue
      const near = alike(touchpoint, known)
      const remedy = near === null ? 'name a touchpoint of a step or an outcome' : `did you mean '${near}'?`
      warning(
        check,
        `step:${step}`,
        `${step}.promise.fulfilled_by`,
        `nothing can fulfil the promise '${promise.what}' by '${touchpoint}', which no step or outcome has; ${remedy}`,
      )
    }
  }
}

function bounds(check: Check): void {
  const { storyboard } = check
  for (const step of canBeFirst(storyboard.design).steps) {
    if (step.within === null || check.steps[0] !== step) continue
    warning(
      check,
      `step:${step.step}`,
      `${step.step}.within`,
      'nothing comes before the first step: this bound never applies',
    )
  }
  const least = designedMinimum(storyboard.design)
  storyboard.objectives.forEach(({ name, bound }, index) => {
    const field = `objectives[${index}]`
    if (bound.kind === 'contacts' && bound.most < least) {
      warning(
        check,
        field,
        `${field}.contacts`,
        `'${name}' allows ${bound.most} contacts, but the design itself takes at least ${least} steps`,
      )
    }
    if (bound.kind !== 'outcome' || bound.within === null) return
    const touchpoints =
      storyboard.outcomes.find(({ outcome }) => outcome === bound.outcome)?.touchpoints ?? []
    const allowed = waitingAllowed(storyboard.design, touchpoints)
    if (allowed > bound.within) {
      warning(
        check,
        field,
        `${field}.within`,
        `'${name}' wants ${durationText(bound.within)}, but the steps up to '${bound.outcome}' may take ` +
          `${durationText(allowed)} by their own \`within\`: a run can be in time at every step and miss it`,
      )
    }
  })
}

function quoted(names: string[]): string {
  const some = [...new Set(names)]
  const listed = some
    .slice(0, 6)
    .map((name) => `'${name}'`)
    .join(', ')
  return some.length > 6 ? `${listed} … (${some.length})` : listed
}
