import { sql } from 'kysely'
import type { Analytics } from '../storage/analytics.ts'
import type { Db } from '../storage/operational.ts'
import type { Store } from './commit.ts'
import type { CollectTables } from './tables.ts'

/** What came, and how much of it had come before. */
export interface Again {
  received: number
  resent: number
}

/** So many ids are remembered before the older half of them is forgotten: clients send again within minutes. */
const remembered = 50_000

interface Tally {
  recent: Set<string>
  older: Set<string>
  sources: Map<string, Again & { workspace: string; source: string }>
}

const tallies = new WeakMap<Analytics, Tally>()

/** Counts what a door stored. Ids that came long ago, or to a process before this one, are not known again. */
export function noteArrived(
  { analytics }: Store,
  workspace: string,
  source: string,
  ids: readonly string[],
): void {
  if (ids.length === 0) return
  const tally = tallies.get(analytics) ?? { recent: new Set(), older: new Set(), sources: new Map() }
  tallies.set(analytics, tally)
  const name = `${workspace} ${source}`
  const own = tally.sources.get(name) ?? { workspace, source, received: 0, resent: 0 }
  tally.sources.set(name, own)
  own.received += ids.length
  for (const id of ids) {
    // Two workspaces may be sent the same; ids are hashes of source and key alone.
    const known = `${workspace}${id}`
    if (tally.recent.has(known) || tally.older.has(known)) own.resent++
    if (tally.recent.size >= remembered) {
      tally.older = tally.recent
      tally.recent = new Set()
    }
    tally.recent.add(known)
  }
}

/** Puts the counts of a workspace since the last time on record, under the day. */
export async function keepResent({ db, analytics }: Store, workspace: string, now: number): Promise<void> {
  const tally = tallies.get(analytics)
  if (tally === undefined) return
  const day = new Date(now).toISOString().slice(0, 10)
  for (const [name, { source, received, resent }] of tally.sources) {
    if (tally.sources.get(name)?.workspace !== workspace) continue
    tally.sources.delete(name)
    await db
      .insertInto('feed_days')
      .values({ workspace, source, day, received, resent })
      .onConflict((conflict) =>
        conflict.columns(['workspace', 'source', 'day']).doUpdateSet({
          received: sql`feed_days.received + excluded.received`,
          resent: sql`feed_days.resent + excluded.resent`,
        }),
      )
      .execute()
  }
}

/** Since a day, by source: what came through doors, and what imports read. */
export async function resentOf(
  db: Db<CollectTables>,
  workspace: string,
  since: Date,
): Promise<Map<string, Again>> {
  const doors = await db
    .selectFrom('feed_days')
    .select(['source', sql<string>`sum(received)`.as('received'), sql<string>`sum(resent)`.as('resent')])
    .where('workspace', '=', workspace)
    .where('day', '>=', since.toISOString().slice(0, 10))
    .groupBy('source')
    .execute()
  const files = await db
    .selectFrom('imports')
    .select(['source', sql<string>`sum(read)`.as('received'), sql<string>`sum(unchanged)`.as('resent')])
    .where('workspace', '=', workspace)
    .where('started_at', '>=', since)
    .groupBy('source')
    .execute()
  return new Map(
    [...files, ...doors].map(({ source, received, resent }) => [
      source,
      { received: Number(received), resent: Number(resent) },
    ]),
  )
}
