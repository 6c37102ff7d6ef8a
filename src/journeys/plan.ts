import { type BusinessTime, businessTime } from './business-time.ts'
import { type DesignedStep, designedMinimum, type Storyboard, stepsOf } from './storyboard.ts'
import { mandatorySteps } from './storyboard-paths.ts'

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
  /** The designed step that should follow each step with news, for gaps still open. */
  nextNews: Map<string, string>
  /** Null without a design. */
  minimum: number | null
}

export function planOf(storyboard: Storyboard): Plan {
  const steps = stepsOf(storyboard.design)
  return {
    storyboard,
    steps: new Map(steps.map((step) => [step.step, step])),
    starts: new Set(storyboard.starts),
    informing: new Set(steps.filter(informs).flatMap(({ touchpoints }) => touchpoints)),
    tells: steps.some(({ tells }) => tells.length > 0),
    promising: steps.some(({ promise }) => promise !== null),
    business: businessTime(storyboard.calendar),
    nextNews: nextNews(storyboard, steps),
    minimum: steps.length === 0 ? null : designedMinimum(storyboard.design),
  }
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
