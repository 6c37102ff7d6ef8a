import { sql } from 'kysely'
import type { z } from 'zod'
import type { Store } from './commit.ts'
import type { sourceState } from './contract.ts'
import { openSilences } from './feed-watch.ts'

/** Sources with what they hold and until when they are complete (methods A.19). */
export async function listSourcesOf(
  { db, analytics }: Store,
  workspace: string,
): Promise<z.input<typeof sourceState>[]> {
  const sources = await db
    .selectFrom('sources')
    .selectAll()
    .where('workspace', '=', workspace)
    .orderBy('source')
    .execute()
  const counts = await analytics.ask<{
    source: string
    n: string
    first: string
    last: string
    records: string
  }>(
    `SELECT source, count() AS n, min(started_at) AS first, max(started_at) AS last, uniq(record_key) AS records
     FROM throughline.interactions WHERE {{workspace}} AND is_deleted = 0 GROUP BY source`,
    { workspace },
    'analysis',
  )
  const quarantined = await db
    .selectFrom('quarantine')
    .select(['source', sql<number>`count(*)::int`.as('n')])
    .where('workspace', '=', workspace)
    .groupBy('source')
    .execute()
  const hooks = await db
    .selectFrom('hooks')
    .select(['source', 'hook_id'])
    .where('workspace', '=', workspace)
    .where('ended_at', 'is', null)
    .execute()
  const mails = await db
    .selectFrom('mail_sources')
    .select('source')
    .where('workspace', '=', workspace)
    .execute()
  const silences = await openSilences(db, workspace)
  const iso = (at: string | undefined) => (at === undefined ? null : new Date(Number(at)).toISOString())
  return sources.map((each) => {
    const own = counts.find((row) => row.source === each.source)
    const silent = silences.get(each.source)
    const now = silent === undefined ? new Date() : new Date(silent.since)
    const horizon = each.kind === 'live' ? now : (each.complete_until ?? each.last_record_at)
    return {
      source: each.source,
      kind: each.kind === 'live' && mails.some((one) => one.source === each.source) ? 'mail' : each.kind,
      interactions: Number(own?.n ?? 0),
      records: Number(own?.records ?? 0),
      quarantined: quarantined.find((row) => row.source === each.source)?.n ?? 0,
      first_at: iso(own?.first),
      last_at: iso(own?.last),
      horizon: horizon?.toISOString() ?? null,
      silent: silent !== undefined,
      mapping: each.mapping !== null,
      hook_id: hooks.find((row) => row.source === each.source)?.hook_id ?? null,
    }
  })
}
