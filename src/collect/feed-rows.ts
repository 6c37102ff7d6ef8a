import type { z } from 'zod'
import { notFound } from '../http/errors.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { Store } from './commit.ts'
import type { listFeedRows } from './contract.ts'
import { readFeeds } from './feed-ends.ts'

const rowsSql = sqlFile(import.meta, 'feed-rows.sql')

const week_ms = 7 * 86_400_000

type Rows = z.input<typeof listFeedRows.output>['rows']

/** Interactions of the last seven days of a feed. @throws Problem 404. */
export async function readFeedRows(
  store: Store,
  workspace: string,
  asked: { source: string; which: string },
  now: number,
): Promise<Rows> {
  const feeds = await readFeeds(store, workspace, now)
  const feed = feeds.find(({ source }) => source === asked.source)
  if (feed === undefined)
    throw notFound(
      `source '${asked.source}'`,
      feeds.length === 0
        ? 'There is none yet.'
        : `There are: ${feeds.map(({ source }) => source).join(', ')}.`,
    )
  const { live, end } = feed
  const rows = await store.analytics.ask<Rows[number]>(
    rowsSql,
    { workspace, params: { ...asked, live, end, window: week_ms } },
    'analysis',
  )
  const iso = (at: unknown) => new Date(Number(at)).toISOString()
  return rows.map((row) => ({
    ...row,
    started_at: iso(row.started_at),
    received_at: iso(row.received_at),
    late: Number(row.late),
  }))
}
