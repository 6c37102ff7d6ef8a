import { sqlFile } from '../storage/sql-file.ts'
import type { Store } from './commit.ts'
import type { FeedEnd } from './feed-quarters.ts'

const endsSql = sqlFile(import.meta, 'feed-ends.sql')

/** A source as a feed: a live one is looked at until now, a file until its last record. `last_received`: epoch ms, null = nothing. */
export interface Feed extends FeedEnd {
  last_received: number | null
  /** Until when a file is complete; null of live ones, and where nothing is known. */
  complete_until: number | null
}

/** The feeds of a workspace as of a moment; `only` live ones where nothing else is asked for. */
export async function readFeeds(
  { db, analytics }: Store,
  workspace: string,
  now: number,
  only: 'live' | 'all' = 'all',
): Promise<Feed[]> {
  let query = db
    .selectFrom('sources')
    .select(['source', 'kind', 'complete_until', 'last_record_at'])
    .where('workspace', '=', workspace)
  if (only === 'live') query = query.where('kind', '=', 'live')
  const sources = await query.orderBy('source').execute()
  if (sources.length === 0) return []
  const live = sources.filter(({ kind }) => kind === 'live').map(({ source }) => source)
  const rows = await analytics.ask<{ source: string; first: string; last: string }>(
    endsSql,
    { workspace, params: { live } },
    'analysis',
  )
  const seen = new Map(rows.map((row) => [row.source, row]))
  return sources.map(({ source, kind, complete_until, last_record_at }) => {
    const own = seen.get(source)
    const horizon = (last_record_at ?? complete_until)?.getTime() ?? now
    return {
      source,
      live: kind === 'live',
      end: kind === 'live' ? now : Math.min(now, horizon),
      first: own === undefined ? null : Number(own.first),
      last_received: own === undefined ? null : Number(own.last),
      complete_until: kind === 'live' ? null : ((complete_until ?? last_record_at)?.getTime() ?? null),
    }
  })
}
