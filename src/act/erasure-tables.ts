import { collectErasure } from '../collect/index.ts'
import { identityErasure } from '../identity/index.ts'
import { journeyErasure } from '../journeys/index.ts'
import type { ErasureHandler } from '../storage/erasure.ts'
import type { ErasureParts } from './erasure.ts'

/** Every table and file that can hold a customer, by the domain that owns it. */
export const erasureHandlers = (parts: ErasureParts): ErasureHandler[] => erasureRows(parts).flat()

/**
 * The same as rows that are done side by side: in ClickHouse each table is written anew by one thread. Within a row one comes after the
 * other: what the ledger decides anew changes runs, and its view is written with it.
 */
export function erasureRows(parts: ErasureParts): ErasureHandler[][] {
  return [
    [journeyErasure(parts), ...identityErasure(parts)],
    ...collectErasure(parts, parts.data).map((handler) => [handler]),
  ]
}

/** Every other table, and why no customer stands in it. A test demands that each table is here or has a handler. */
export const freeOfCustomers: Record<string, string> = {
  'postgresql.api_keys': 'keys of programs',
  'postgresql.audit': 'names customers by a salted name only',
  'postgresql.build_pages': 'numbers of pages and counts',
  'postgresql.catalogue_entries': 'touchpoints and channels, by people of the company',
  'postgresql.commits': 'numbers of writes under way',
  'postgresql.erasures': 'what is still to be done is emptied when it is done; certificates hold counts',
  'postgresql.feed_days': 'counts of a source by day',
  'postgresql.feed_silences': 'since when a source is silent',
  'postgresql.followers': 'how far followers have come',
  'postgresql.hooks': 'doors of the company, their secrets and counts',
  'postgresql.identifier_kinds': 'rules for identifiers, by people of the company',
  'postgresql.identity_matchings': 'what agreeing in a trait is worth, over all customers',
  'postgresql.imports': 'names of files and counts; errors name file and line',
  'postgresql.mail_bookmarks': 'how far a mailbox was read',
  'postgresql.mail_sources': 'settings by people of the company, and its own addresses',
  'postgresql.members': 'people of the company, not customers',
  'postgresql.migrations': 'names of migrations',
  'postgresql.naming_acts': 'words for touchpoints and channels',
  'postgresql.objective_episodes': 'counts over all runs',
  'postgresql.retention_periods': 'channels and days',
  'postgresql.shared_builds': 'storyboards and hashes of keys, gone when a build ends',
  'postgresql.settings': 'settings of the installation',
  'postgresql.sources': 'mappings: names of columns',
  'postgresql.storyboards': 'the design, written by the company',
  'postgresql.tombstones': 'salted hashes; they keep away what was erased',
  'postgresql.tracking_plans': 'what events shall carry, by people of the company',
  'postgresql.webhook_attempts': 'what the company’s own receiver answered',
  'postgresql.webhook_deliveries': 'figures over all runs of an objective, and names of sources',
  'postgresql.webhooks': 'an address of the company',
  'postgresql.workspaces': 'names of workspaces',
  'postgresql.write_keys': 'keys of sources',
  'clickhouse.erasing': 'ids of an erasure under way; emptied when it is done',
  'clickhouse.erasing_runs': 'keys of an erasure under way; emptied when it is done',
  'clickhouse.sampling_runs': 'writes the sample of the runs; holds nothing itself',
  'clickhouse.migrations': 'names of migrations',
}

/** Tables of a matching, gone when it ends; one left by a crash goes a day later. */
export const passing = /^clickhouse\.matching_/
