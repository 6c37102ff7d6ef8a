import type { Output } from '../http/operation.ts'
import { sum } from '../stats/quantile.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { Filters, readValidity } from './contract.ts'
import { type Storyboard, stepsOf } from './storyboard.ts'
import { tellingAttributes } from './telling-attributes.ts'
import { openView } from './view.ts'
import { type Difference, weightedDifference } from './weighted-difference.ts'

const validitySql = sqlFile(import.meta, 'validity.sql')

/** From this conformance on a run kept to the design (methods A.8). */
const conforming = 0.9
const enough = 30

type Validity = Output<typeof readValidity>
type Row = Record<'unit' | 'kept' | 'n' | 'successes' | 'scored' | 'score', string | number> & {
  who: string[]
}

/** Do runs that keep to the design end better than the others, who they are taken into account (methods A.8)? */
export async function validityOf(
  store: JourneyStore,
  workspace: string,
  journey: string,
  filters: Filters,
): Promise<Validity> {
  const view = await openView(store, workspace, journey, filters)
  const attributes = await tellingAttributes(store, view)
  const rows = await store.analytics.ask<Row>(
    validitySql,
    { ...view.scope, params: { ...view.scope.params, attributes, conforming } },
    'analysis',
  )
  return {
    journey,
    as_of: new Date(view.as_of).toISOString(),
    conforming,
    attributes,
    success: compared(rows, 'n', 'successes', 0.1, reachesByDesign(view.storyboard)),
    score: rows.some((row) => Number(row.scored) > 0) ? compared(rows, 'scored', 'score', 0.5, false) : null,
  }
}

/** To keep to the design is then to succeed: that conforming runs succeed more often is no finding. */
function reachesByDesign({ design, outcomes }: Storyboard): boolean {
  const goals = outcomes.filter(({ kind }) => kind === 'success').flatMap(({ touchpoints }) => touchpoints)
  return stepsOf(design).some(({ touchpoints }) => touchpoints.some((each) => goals.includes(each)))
}

function compared(
  rows: Row[],
  count: 'n' | 'scored',
  total: 'successes' | 'score',
  detectable: number,
  circular: boolean,
): Validity['success'] {
  const alike = rows.map((row) => ({
    unit: Number(row.unit),
    kept: Number(row.kept) === 1,
    who: row.who,
    n: Number(row[count]),
    total: Number(row[total]),
  }))
  const of = (kept: boolean) => sum(alike.map((row) => (row.kept === kept ? row.n : 0)))
  const sides = { conforming: of(true), others: of(false) }
  const few = Math.min(sides.conforming, sides.others) < enough
  const difference = weightedDifference(alike)
  return { ...sides, difference, ...judged(few ? null : difference, detectable, circular) }
}

/** The verdict and why. `detectable`: an interval wider to both sides could hide a difference that matters. */
export function judged(
  difference: Difference | null,
  detectable: number,
  circular: boolean,
): Pick<Validity['success'], 'verdict' | 'why'> {
  if (difference === null)
    return { verdict: 'cannot tell', why: `fewer than ${enough} decided runs on one side` }
  const { low, high } = difference
  if (high < 0)
    return { verdict: 'the storyboard is wrong', why: 'runs that keep to it end worse than the others' }
  if (low > 0)
    return circular
      ? { verdict: 'cannot tell', why: 'success is itself a step of the design: who fails cannot keep to it' }
      : { verdict: 'conforming runs end better', why: 'the whole interval lies above 0' }
  return high > detectable || low < -detectable
    ? {
        verdict: 'cannot tell',
        why: `the interval is so wide that a difference of ${detectable} may hide in it`,
      }
    : { verdict: 'no detectable difference', why: 'the interval holds 0 and is narrow' }
}
