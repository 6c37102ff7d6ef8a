import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { View } from './view.ts'

export interface Variant {
  steps: string[]
  count: number
  share: number
  median_days: number | null
  success_share: number | null
  conformance: number | null
}

const variantsSql = sqlFile(import.meta, 'variants.sql')

/** Distinct ways through, commonest first; `total` counts all of them. */
export async function variantsOf(
  store: JourneyStore,
  view: View,
  limit: number,
): Promise<{ variants: Variant[]; total: number }> {
  const rows = await store.analytics.ask<
    Record<Exclude<keyof Variant, 'steps' | 'share'>, string | number | null> & {
      touchpoints: string[]
      variants_total: string
    }
  >(variantsSql, { ...view.scope, params: { ...view.scope.params, limit } }, 'analysis')
  const runs = rows.reduce((sum, row) => sum + Number(row.count), 0)
  const number = (value: string | number | null) => (value === null ? null : Number(value))
  return {
    total: Number(rows[0]?.variants_total ?? 0),
    variants: rows.map((row) => ({
      steps: row.touchpoints,
      count: Number(row.count),
      share: Number(row.count) / runs,
      median_days: number(row.median_days),
      success_share: number(row.success_share),
      conformance: number(row.conformance),
    })),
  }
}
