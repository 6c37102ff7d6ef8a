import { shippedThresholds } from '../identity/index.ts'
import type { JourneyStore } from './build.ts'
import type { View } from './view.ts'

const weak = '{{workspace}} AND strength < {sure:Float64}'

/**
 * Runs of customers that some link less probable than the automatic threshold holds together: a person accepted it, and it may be
 * wrong (methods B.12).
 */
export async function doubtfulRuns({ analytics }: JourneyStore, { scope }: View): Promise<number> {
  const asked = { ...scope, params: { ...scope.params, sure: shippedThresholds.automatic } }
  const [any] = await analytics.ask<{ n: string }>(
    `SELECT count() AS n FROM throughline.identifier_customers WHERE ${weak}`,
    asked,
    'analysis',
  )
  if (Number(any!.n) === 0) return 0
  const [row] = await analytics.ask<{ n: string }>(
    `SELECT count() AS n FROM throughline.runs FINAL WHERE {{scope}} AND identifier_id IN (
       SELECT arrayJoin([identifier_id, customer_id]) FROM throughline.identifier_customers FINAL
       WHERE {{workspace}} AND customer_id IN (
         SELECT customer_id FROM throughline.identifier_customers FINAL WHERE ${weak}))`,
    asked,
    'analysis',
  )
  return Number(row!.n)
}
