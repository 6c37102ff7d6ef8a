import { sum } from '../stats/quantile.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { Filters, WasteReport } from './contract.ts'
import { headOf } from './measured-figure.ts'
import { observedRuns } from './observed-runs.ts'
import { type DesignedStep, type Storyboard, stepsOf } from './storyboard.ts'
import { tellingAttributes } from './telling-attributes.ts'
import { openView } from './view.ts'
import { wasteCauses } from './waste-causes.ts'
import { weightedDifference } from './weighted-difference.ts'

const wasteSql = sqlFile(import.meta, 'waste.sql')

/** Two points of success, the most that skipping a wasted step may cost (methods A.13, δ). */
export const margin = 0.02
const enough = 30
/** One-sided 95 %. */
const level = 0.05

type Step = WasteReport['steps'][number]
interface Row {
  step: string
  took: number
  unit: string
  who: string[]
  n: string
  successes: string
}

/**
 * Wasted steps (methods A.13): a designed step that gives the customer no information, date or result, and whose absence does
 * not lower the share of success (non-inferiority, propensity-weighted).
 */
export async function wasteReport(
  store: JourneyStore,
  workspace: string,
  name: string,
  filters: Filters,
): Promise<WasteReport> {
  const view = await openView(store, workspace, name, filters)
  const steps = distinct(stepsOf(view.storyboard.design))
  const attributes = await tellingAttributes(store, view)
  const [rows, { runs, observed }] = await Promise.all([
    store.analytics.ask<Row>(
      wasteSql,
      {
        ...view.scope,
        params: { ...view.scope.params, attributes, steps: steps.map(({ step }) => step) },
      },
      'analysis',
    ),
    observedRuns(store, view, { observed: "outcome_kind != 'open'" }),
  ])
  const byStep = Map.groupBy(rows, ({ step }) => step)
  const judged = steps.map((step) => stepOf(step, byStep.get(step.step) ?? [], giving(step, view.storyboard)))
  const wasted = steps.filter((_, place) => judged[place]!.verdict === 'waste')
  return {
    ...headOf(name, view, observed, runs),
    margin,
    attributes,
    steps: judged,
    failure: await wasteCauses(store, view, wasted),
  }
}

function distinct(steps: DesignedStep[]): DesignedStep[] {
  return [...new Map(steps.map((step) => [step.step, step])).values()]
}

/** What a step gives the customer by its design; null: nothing. */
function giving(step: DesignedStep, { outcomes, starts }: Storyboard): string | null {
  if (step.tells.length > 0) return `it tells ${step.tells.join(', ')}`
  if (step.promise !== null) return `it promises ${step.promise.what}`
  if (step.moment_of_truth) return 'it is a moment of truth'
  if (step.touchpoints.some((each) => starts.includes(each))) return 'the journey starts with it'
  const reached = outcomes.find(({ touchpoints }) =>
    step.touchpoints.some((each) => touchpoints.includes(each)),
  )
  return reached === undefined ? null : `it is the outcome ${reached.outcome}`
}

function stepOf({ step }: DesignedStep, rows: Row[], gives: string | null): Step {
  const of = (took: number) => sum(rows.filter((row) => row.took === took).map(({ n }) => Number(n)))
  const counts = { step, taken: of(1), skipped: of(0) }
  if (gives !== null) return { ...counts, difference: null, verdict: 'gives something', why: gives }
  // Those that skipped it are the side whose success is asked about.
  const difference = weightedDifference(
    rows.map(({ took, unit, who, n, successes }) => ({
      unit: Number(unit),
      kept: took === 0,
      who,
      n: Number(n),
      total: Number(successes),
    })),
    1,
    level,
  )
  return { ...counts, ...judgedWaste(counts, difference) }
}

/** The verdict on a step that gives nothing by its design. */
export function judgedWaste(
  { taken, skipped }: Pick<Step, 'taken' | 'skipped'>,
  found: Step['difference'],
): Pick<Step, 'difference' | 'verdict' | 'why'> {
  if (Math.min(taken, skipped) < enough || found === null)
    return {
      difference: null,
      verdict: 'cannot tell',
      why: `fewer than ${enough} decided runs ${taken < enough ? 'took' : 'went without'} it`,
    }
  const { value, low, high } = found
  const points = (share: number) => `${(share * 100).toFixed(1)} points`
  const difference = { value, low, high }
  if (low > -margin)
    return {
      difference,
      verdict: 'waste',
      why: `it gives nothing, and without it success is at most ${points(Math.max(0, -low))} lower`,
    }
  return high < 0
    ? { difference, verdict: 'needed', why: `without it success is ${points(-high)} lower at least` }
    : {
        difference,
        verdict: 'cannot tell',
        why: `without it success may be ${points(-low)} lower, or not at all`,
      }
}
