import { kaplanMeier, survivalBetween } from '../stats/kaplan-meier.ts'
import { wilson } from '../stats/proportion.ts'
import { sum } from '../stats/quantile.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { OnwardReport } from './contract.ts'
import { listDesigned } from './journey.ts'
import { type Begun, journeyStarts } from './journey-starts.ts'
import type { View } from './view.ts'

const nextSql = sqlFile(import.meta, 'next-issue.sql')

/** A matter that comes within so many days of the one before is taken to come of it (methods A.5). */
export const nextIssueDays = 30
/** Adjacent journeys follow at least so many times as often as customers begin them in any 30 days. */
const adjacentLift = 2

/** Resolved runs of a journey, by the journey that the customer's next run is of ('' = none yet) and the hours until it began, or watched. */
export interface Following {
  journey: string
  following: string
  hours: number
  n: number
}

/** Next-issue avoidance (methods A.5) over the runs of all journeys of a workspace. */
export async function nextIssueOf(
  store: JourneyStore,
  workspace: string,
  { journey, scope }: View,
): Promise<OnwardReport['next_issue']> {
  const journeys = (await listDesigned(store.db, workspace)).map((each) => each.journey)
  const params = { journeys, snapshot: scope.params!.snapshot }
  const [rows, begun] = await Promise.all([
    store.analytics.ask<Record<keyof Following, string>>(nextSql, { workspace, params }, 'analysis'),
    journeyStarts(store, workspace, params),
  ])
  const following = rows.map((row) => ({ ...row, hours: Number(row.hours), n: Number(row.n) }))
  return avoided(following, journey.journey, begun)
}

/**
 * 1 − the share of resolved runs after which an adjacent journey begins within 30 days, by Kaplan–Meier; adjacent are those
 * whose lift, P(b within 30 days after a) / P(b begun in any 30 days of a customer), is at least 2.
 */
export function avoided(
  rows: readonly Following[],
  journey: string,
  begun: Begun,
): OnwardReport['next_issue'] {
  const own = rows.filter((row) => row.journey === journey)
  const resolved = sum(own.map(({ n }) => n))
  const unknown = { days: nextIssueDays, resolved, share: null, low: null, high: null, following: [] }
  if (Object.keys(begun.starts).length < 2)
    return { ...unknown, reason: 'there is one journey only: what follows it cannot be seen' }
  if (resolved === 0) return { ...unknown, reason: 'no run of a known customer was resolved at a known time' }
  const soon = own.filter((row) => row.following !== '' && row.hours <= nextIssueDays * 24)
  const following = [...Map.groupBy(soon, (row) => row.following)]
    .map(([next, after]) => {
      const runs = sum(after.map(({ n }) => n))
      const usual = ((begun.starts[next] ?? 0) * nextIssueDays) / begun.days
      const lift = runs / resolved / usual
      const { low, high } = wilson(runs, resolved)
      return {
        journey: next,
        runs,
        lift,
        low: low / usual,
        high: high / usual,
        adjacent: lift >= adjacentLift,
      }
    })
    .sort((a, b) => b.runs - a.runs)
  const adjacent = new Set(following.filter((each) => each.adjacent).map((each) => each.journey))
  const curve = kaplanMeier(
    own.map(({ hours }) => hours),
    own.map((row) => adjacent.has(row.following)),
    own.map(({ n }) => n),
  )
  const { value: share, low, high } = survivalBetween(curve, nextIssueDays * 24)
  return { days: nextIssueDays, resolved, share, low, high, reason: null, following }
}
