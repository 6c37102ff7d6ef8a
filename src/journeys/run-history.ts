import type { Names } from '../collect/index.ts'
import type { Analytics, Lane, Scope } from '../storage/analytics.ts'
import { readCustomerHistories } from './customer-history.ts'
import { type History, readHistories } from './history.ts'
import { historiesNamed } from './history-named.ts'
import { readLinkedHistories } from './linked-subjects.ts'
import type { Correlate } from './storyboard.ts'

/** What is read: of which kind of run, up to when, under which names. */
export interface Reading {
  correlate: Correlate
  as_of: number
  names: Names
}

/** The histories that runs are made from, of the subjects, customers or groups whose `key` the scope names. */
export async function readRunHistories(
  analytics: Analytics,
  scope: Scope,
  { correlate, as_of, names }: Reading,
  lane: Lane = 'rebuild',
): Promise<Iterable<History>> {
  return historiesNamed(await asWritten(analytics, scope, { correlate, as_of }, lane), names)
}

function asWritten(
  analytics: Analytics,
  scope: Scope,
  { correlate, as_of }: Omit<Reading, 'names'>,
  lane: Lane,
): Promise<Iterable<History>> {
  if (correlate.by === 'customer') return readCustomerHistories(analytics, scope, correlate, lane)
  return correlate.linked.length === 0
    ? readHistories(analytics, scope, correlate.subject, lane)
    : readLinkedHistories(analytics, scope, correlate, as_of, lane)
}
