import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { JourneyReport } from './contract.ts'
import type { View } from './view.ts'

const attributesSql = sqlFile(import.meta, 'attributes.sql')

/** Attributes with few enough values to split a journey by. */
export async function attributesOf(store: JourneyStore, view: View): Promise<JourneyReport['attributes']> {
  const rows = await store.analytics.ask<{ attribute: string; value: string; runs: string }>(
    attributesSql,
    view.scope,
    'analysis',
  )
  const grouped = Map.groupBy(rows, (row) => row.attribute)
  return [...grouped].map(([attribute, values]) => ({
    attribute,
    values: values.map(({ value, runs }) => ({ value, runs: Number(runs) })),
  }))
}
