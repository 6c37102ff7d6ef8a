import type { Analytics, Lane, Scope } from '../storage/analytics.ts'
import { readCustomerHistories } from './customer-history.ts'
import { type History, readHistories } from './history.ts'
import { readLinkedHistories } from './linked-subjects.ts'
import type { Correlate } from './storyboard.ts'

/** The histories that runs are made from, of the subjects, customers or groups whose `key` the scope names. */
export function readRunHistories(
  analytics: Analytics,
  scope: Scope,
  correlate: Correlate,
  as_of: number,
  lane: Lane = 'rebuild',
): Promise<Iterable<History>> {
  if (correlate.by === 'customer') return readCustomerHistories(analytics, scope, correlate, lane)
  return correlate.linked.length === 0
    ? readHistories(analytics, scope, correlate.subject, lane)
    : readLinkedHistories(analytics, scope, correlate, as_of, lane)
}
