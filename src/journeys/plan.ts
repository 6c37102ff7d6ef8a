import { type BusinessTime, businessTime } from './business-time.ts'
import { type Conformance, conformingTo, type LivedStep } from './conformance.ts'
import { type DesignedStep, designedMinimum, type Storyboard, stepsOf } from './storyboard.ts'
import { mandatorySteps } from './storyboard-paths.ts'

/** Holds a run against the design (methods A.8); null where there is no design. */
type Conform = (run: readonly LivedStep[], open: boolean) => Compared
type Compared = Omit<Conformance, 'conformance' | 'fitness'> & {
  conformance: number | null
  fitness: number | null
}

/** What building runs looks up in a storyboard, made once. */
export interface Plan {
  storyboard: Storyboard
  steps: Map<string, DesignedStep>
  starts: Set<string>
  /** Touchpoints at which the design tells or promises the customer something: news whatever the data says. */
  informing: Set<string>
  /** Some step `tells`: silence can be seen from touchpoints alone. */
  tells: boolean
  promising: boolean
  business: BusinessTime | null
  conform: Conform
  /** The designed step that should follow each step with news, for gaps still open. */
  nextNews: Map<string, string>
  /** Null without a design. */
  minimum: number | null
}

/** Throws TooManyMarkings for a design too wide to be compared with. */
export function planOf(storyboard: Storyboard): Plan {
  const steps = stepsOf(storyboard.design)
  const business = businessTime(storyboard.calendar)
  return {
    storyboard,
    steps: new Map(steps.map((step) => [step.step, step])),
    starts: new Set(storyboard.starts),
    informing: new Set(steps.filter(informs).flatMap(({ touchpoints }) => touchpoints)),
    tells: steps.some(({ tells }) => tells.length > 0),
    promising: steps.some(({ promise }) => promise !== null),
    business,
    conform: steps.length === 0 ? undesigned : conformingTo(storyboard.design, business).check,
    nextNews: nextNews(storyboard, steps),
    minimum: steps.length === 0 ? null : designedMinimum(storyboard.design),
  }
}

function undesigned(run: readonly LivedStep[]): Compared {
  return { assigned: run.map(() => ''), deviations: [], conformance: null, fitness: null, exact: true }
}

function informs(step: DesignedStep): boolean {
  return step.tells.length > 0 || step.promise !== null
}

/** After each step: the next informing step that every path takes, else the next such step, else the next written. */
function nextNews(storyboard: Storyboard, steps: DesignedStep[]): Map<string, string> {
  const mandatory = new Set(mandatorySteps(storyboard.design))
  const next = new Map<string, string>()
  steps.forEach(({ step }, index) => {
    const later = steps.slice(index + 1)
    const taken = later.filter((candidate) => mandatory.has(candidate))
    next.set(step, (taken.find(informs) ?? taken[0] ?? later[0])?.step ?? '')
  })
  return next
}
