import { badInput } from '../http/errors.ts'
import type { Output } from '../http/operation.ts'
import { sqlFile } from '../storage/sql-file.ts'
import { attributesOf } from './attributes.ts'
import type { JourneyStore } from './build.ts'
import type { Filters, splitJourney } from './contract.ts'
import { shareOf } from './share.ts'
import { openView } from './view.ts'

const splitSql = sqlFile(import.meta, 'split.sql')

/** The main figures side by side for each value of one dimension. @throws Problem when `by` names none. */
export async function splitBy(
  store: JourneyStore,
  workspace: string,
  name: string,
  by: string,
  filters: Filters,
): Promise<Output<typeof splitJourney>> {
  if (!/^(outcome|channel|promise:.+|attribute:.+)$/.test(by))
    throw badInput(
      'by',
      `Runs cannot be split by '${by}'.`,
      'Use outcome, channel, promise:WHAT or attribute:NAME.',
    )
  const view = await openView(store, workspace, name, filters)
  const rows = await store.analytics.ask<Record<string, string | number | null>>(
    splitSql,
    { ...view.scope, params: { ...view.scope.params, by } },
    'analysis',
  )
  if (by.startsWith('attribute:') && rows.every((row) => row.value === '')) {
    const known = (await attributesOf(store, view)).map(({ attribute }) => attribute)
    throw badInput(
      'by',
      `No run carries the attribute '${by.slice('attribute:'.length)}'.`,
      `Attributes with few values are: ${known.join(', ') || 'none'}; a mapping names more under attributes.`,
    )
  }
  const number = (value: string | number | null | undefined) =>
    value === null || value === undefined || Number.isNaN(Number(value)) ? null : Number(value)
  return {
    by,
    values: rows.map((row) => {
      const runs = Number(row.runs)
      const { share, low, high } = shareOf(Number(row.success), runs)
      return {
        value: String(row.value),
        runs,
        success: Number(row.success),
        success_share: share,
        low,
        high,
        median_days: number(row.median_days),
        kept_rate: number(row.kept_rate),
        silent_share: number(row.silent_share),
        score_mean: number(row.score_mean),
      }
    }),
  }
}
