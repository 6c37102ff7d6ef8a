import {
  type Alignment,
  align,
  type Costs,
  compile,
  designedMinimum,
  type ProcessTree,
  shortest,
  unitCosts,
  wayTo,
} from '../stats/alignment.ts'
import { type BusinessTime, spanEnd } from './business-time.ts'
import { deviationsOf, type Matched } from './deviations.ts'
import type { Deviation } from './run.ts'
import type { DesignedStep } from './storyboard.ts'

/** What conformance needs to know of a designed step. */
export type StepDesign = Pick<
  DesignedStep,
  'step' | 'touchpoints' | 'channels' | 'within' | 'tells' | 'promise'
>

/** A designed journey, or as much of it as conformance needs. */
export type Design =
  | ({ kind: 'step' } & StepDesign)
  | { kind: 'sequence' | 'choice' | 'parallel' | 'optional'; children: Design[] }
  | { kind: 'repeat'; children: Design[]; up_to: number }

/** One interaction of a run, in the order of the run. Times epoch ms. */
export interface LivedStep {
  touchpoint: string
  /** '' or `unknown` is never a wrong one. */
  channel: string
  /** Direction inbound or outbound, not internal. */
  customer_facing: boolean
  started_at: number
  ended_at: number | null
}

export interface Conformance {
  /** 1 − cost / worst, weighted (methods A.8); 1 exactly when lived as designed. */
  conformance: number
  /** 1 − moves / (interactions + fewest designed steps), unweighted (methods B.14). */
  fitness: number
  /** False: the cheapest alignment was too long to find, conformance and fitness are at least so much. */
  exact: boolean
  deviations: Deviation[]
  /** By interaction: the step it was aligned with, '' for an addition. */
  assigned: string[]
}

export interface Conforming {
  markings: number
  /**
   * Holds a run against the design. An `open` run is not asked for what is still to come: its alignment may stop
   * anywhere in the design, and what it is measured against are its interactions alone.
   */
  check(run: readonly LivedStep[], open: boolean): Conformance
}

/** Customer-minutes of one contact (methods A.2), the weight of an extra step that the customer took part in. */
const contactMinutes = 4
const wrongChannelOrLate = 0.5
/** Moves remembered over all variants, before beginning anew: some 50 MB. */
const mostMoves = 500_000

/**
 * Prepares a design for checking runs (methods A.8). Runs of the same variant share one alignment.
 * `business` counts the bounds that are in business time. Throws TooManyMarkings for a design above 20,000 markings.
 */
export function conformingTo(design: Design, business: BusinessTime | null = null): Conforming {
  const steps = new Map(stepsIn(design).map((step) => [step.step, step]))
  const bounds: Bounds = { concurrent: concurrentSteps(design), business }
  const model = compile(processOf(design))
  const touchpoints = byTouchpoint([...steps.values()])
  const stepsOf = (touchpoint: string) => touchpoints.get(touchpoint)?.steps ?? []
  const variants = variantsOf(model, steps, touchpoints)
  return {
    markings: model.markings,
    check(run, open) {
      const variant = variants(run, open)
      const matched = matchesOf(variant.alignment, run, steps, bounds)
      const wrong = matched.reduce(
        (count, match) => count + Number(match.wrong_channel) + Number(match.late !== null),
        0,
      )
      const cost = variant.alignment.cost + wrong * wrongChannelOrLate
      const assigned = run.map(() => '')
      for (const match of matched) assigned[match.index] = match.step.step
      return {
        conformance: variant.worst === 0 ? 1 : Math.max(0, 1 - cost / variant.worst),
        fitness: variant.fitness,
        exact: variant.exact,
        assigned,
        deviations: deviationsOf({
          moves: variant.alignment.moves,
          run,
          matched,
          open,
          stepsOf,
          wayTo: (step) => wayTo(model, variant.alignment.marking, step),
        }),
      }
    },
  }
}

interface Variant {
  alignment: Alignment
  /** Cost of having nothing in common with the design. */
  worst: number
  fitness: number
  exact: boolean
}

/** What a bound on waiting is judged by: which steps may happen alongside, and the company's hours. */
interface Bounds {
  concurrent: Map<string, Set<string>>
  business: BusinessTime | null
}

type Touchpoints = Map<string, { code: number; steps: string[] }>

/** Alignments by variant. Touchpoints the design does not know are all alike to it. */
function variantsOf(
  model: ReturnType<typeof compile>,
  steps: Map<string, StepDesign>,
  touchpoints: Touchpoints,
) {
  const known = new Map<string, Variant>()
  let held = 0
  const skipped = (step: string) => (informs(steps.get(step)!) ? 3 : 1)
  const shortestWeighted = shortest(model, { model: skipped })
  const fewest = designedMinimum(model)
  const stepsOf = (touchpoint: string) => touchpoints.get(touchpoint)?.steps ?? []

  const make = (run: readonly LivedStep[], open: boolean): Variant => {
    const labels = run.map((lived) => lived.touchpoint)
    const added = (index: number) => 1 + (run[index]!.customer_facing ? contactMinutes / 10 : 0)
    const weighted: Costs = { log: (_, index) => added(index), model: skipped }
    const unweighted = align(model, labels, unitCosts, { open, stepsOf })
    const alignment = align(model, labels, weighted, { open, stepsOf })
    const most = labels.length + (open ? 0 : fewest)
    return {
      alignment,
      worst: run.reduce((sum, _, index) => sum + added(index), open ? 0 : shortestWeighted),
      fitness: most === 0 ? 1 : 1 - unweighted.cost / most,
      exact: alignment.exact && unweighted.exact,
    }
  }
  return (run: readonly LivedStep[], open: boolean): Variant => {
    const key = keyOf(run, open, touchpoints)
    let variant = known.get(key)
    if (variant === undefined) {
      variant = make(run, open)
      held += variant.alignment.moves.length
      if (held > mostMoves) {
        known.clear()
        held = variant.alignment.moves.length
      }
      known.set(key, variant)
    }
    return variant
  }
}

function keyOf(run: readonly LivedStep[], open: boolean, touchpoints: Touchpoints): string {
  let key = open ? 'o' : 'c'
  for (const lived of run) {
    const code = touchpoints.get(lived.touchpoint)?.code ?? 0
    key += String.fromCodePoint(code * 2 + (lived.customer_facing ? 1 : 0))
  }
  return key
}

function byTouchpoint(steps: StepDesign[]): Touchpoints {
  const touchpoints: Touchpoints = new Map()
  for (const { step, touchpoints: names } of steps) {
    for (const name of names) {
      const entry = touchpoints.get(name) ?? { code: touchpoints.size + 1, steps: [] }
      entry.steps.push(step)
      touchpoints.set(name, entry)
    }
  }
  return touchpoints
}

/** The interactions that were aligned with a step, in order, each with what was wrong about it. */
function matchesOf(
  alignment: Alignment,
  run: readonly LivedStep[],
  steps: Map<string, StepDesign>,
  bounds: Bounds,
): Matched[] {
  const matched: Matched[] = []
  for (const { kind, label, index } of alignment.moves) {
    if (kind !== 'sync') continue
    const step = steps.get(label)!
    const { channel } = run[index]!
    const known = channel !== '' && channel !== 'unknown'
    matched.push({
      index,
      step,
      wrong_channel: known && step.channels.length > 0 && !step.channels.includes(channel),
      late: step.within === null ? null : lateAfter(step, run[index]!, matched, run, bounds),
    })
  }
  return matched
}

/** The step whose end began the waiting, when that was longer than allowed; steps alongside do not count. */
function lateAfter(
  step: StepDesign,
  lived: LivedStep,
  before: Matched[],
  run: readonly LivedStep[],
  { concurrent, business }: Bounds,
): string | null {
  let since = Number.NEGATIVE_INFINITY
  let after: string | null = null
  for (const { index, step: earlier } of before) {
    const done = run[index]!.ended_at ?? run[index]!.started_at
    if (done < since || concurrent.get(step.step)?.has(earlier.step)) continue
    since = done
    after = earlier.step
  }
  return after !== null && lived.started_at > spanEnd(since, step.within!, business) ? after : null
}

function informs(step: StepDesign): boolean {
  return step.tells.length > 0 || step.promise !== null
}

function stepsIn(design: Design): StepDesign[] {
  return design.kind === 'step' ? [design] : design.children.flatMap(stepsIn)
}

/** The design as a process of steps by name. */
export function processOf(design: Design): ProcessTree {
  return design.kind === 'step'
    ? { kind: 'step', label: design.step }
    : { ...design, children: design.children.map(processOf) }
}

/** For each step those that may happen alongside it, in another branch of a parallel block. */
function concurrentSteps(design: Design, found = new Map<string, Set<string>>()): Map<string, Set<string>> {
  if (design.kind === 'step') return found
  for (const child of design.children) concurrentSteps(child, found)
  if (design.kind !== 'parallel') return found
  const branches = design.children.map(stepsIn)
  branches.forEach((branch, i) => {
    const others = branches.flatMap((other, j) => (i === j ? [] : other))
    for (const { step } of branch) {
      found.set(step, new Set([...(found.get(step) ?? []), ...others.map((other) => other.step)]))
    }
  })
  return found
}
