import { kaplanMeier, survivalBetween } from '../stats/kaplan-meier.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { RepeatsReport } from './contract.ts'
import type { View } from './view.ts'

const repeatsSql = sqlFile(import.meta, 'first-contact.sql')

export const windows = [1, 7, 30]

/** First contact resolution at 1, 7 and 30 days (methods A.5): contacts younger than that count neither as resolved nor as repeated. */
export async function resolutionOf(
  store: JourneyStore,
  view: View,
): Promise<Omit<RepeatsReport['first_contact_resolution'][number], 'runs'>[]> {
  const rows = await store.analytics.ask<{ seconds: number; repeated: number; n: string }>(
    repeatsSql,
    view.scope,
    'analysis',
  )
  const curve = kaplanMeier(
    rows.map(({ seconds }) => Number(seconds)),
    rows.map(({ repeated }) => repeated === 1),
    rows.map(({ n }) => Number(n)),
  )
  return windows.map((days) => {
    const { value: share, low, high } = survivalBetween(curve, days * 86_400)
    return { days, share, low, high }
  })
}
