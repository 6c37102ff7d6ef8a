import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { ConsistencyReport } from './contract.ts'
import type { View } from './view.ts'

const askedSql = sqlFile(import.meta, 'asked-again.sql')

/** Items asked again by where, and where they had been given (methods A.4). */
export async function askedAgain(
  store: JourneyStore,
  view: View,
): Promise<ConsistencyReport['asked_twice']['items']> {
  const rows = await store.analytics.ask<Record<string, string | number>>(askedSql, view.scope, 'analysis')
  return rows.map((row) => {
    return {
      item: String(row.item),
      channel: String(row.channel),
      given_in: String(row.given_in),
      security: Number(row.security) === 1,
      times: Number(row.times),
      runs: Number(row.runs),
    }
  })
}
