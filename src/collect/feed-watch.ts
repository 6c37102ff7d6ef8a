import type { Bus } from '../events.ts'
import type { Db } from '../storage/operational.ts'
import type { Store } from './commit.ts'
import { readFeeds } from './feed-ends.ts'
import { readQuarters } from './feed-quarters.ts'
import { feedState } from './feed-silence.ts'
import { keepResent } from './resent.ts'
import type { CollectTables } from './tables.ts'

/** A silence that lasts; epoch ms. */
export interface Silence {
  since: number
  missed: number
}

/** Feeds that are silent now. */
export async function openSilences(db: Db<CollectTables>, workspace: string): Promise<Map<string, Silence>> {
  const rows = await db
    .selectFrom('feed_silences')
    .select(['source', 'since', 'missed'])
    .where('workspace', '=', workspace)
    .where('ended_at', 'is', null)
    .execute()
  return new Map(rows.map(({ source, since, missed }) => [source, { since: since.getTime(), missed }]))
}

/** When feeds fell silent, latest first. */
export async function listSilences(db: Db<CollectTables>, workspace: string) {
  const rows = await db
    .selectFrom('feed_silences')
    .selectAll()
    .where('workspace', '=', workspace)
    .orderBy('silence_id', 'desc')
    .limit(200)
    .execute()
  return rows.map(({ source, since, noticed_at, missed, ended_at }) => ({
    source,
    since: since.toISOString(),
    noticed_at: noticed_at.toISOString(),
    missed,
    ended_at: ended_at?.toISOString() ?? null,
  }))
}

/**
 * Notices live feeds that fell silent and those that are heard again: each is told once, as `feed_silent` and `feed_heard`. The
 * horizon of a silent feed stays at the last that came, so that journeys are unknown after it instead of silent.
 */
export async function watchFeeds(store: Store, bus: Bus, workspace: string, now: number): Promise<void> {
  await keepResent(store, workspace, now)
  const feeds = await readFeeds(store, workspace, now, 'live')
  if (feeds.length === 0) return
  const known = await openSilences(store.db, workspace)
  for (const { source, last_received } of feeds) {
    const silence = known.get(source)
    if (silence === undefined || last_received === null || last_received <= silence.since) continue
    await noteHeard(store.db, bus, { workspace, source, since: silence.since, now })
    known.delete(source)
  }
  const asked = feeds.filter(({ source, last_received }) => last_received !== null && !known.has(source))
  const counts = await readQuarters(store.analytics, workspace, asked, 'watched')
  for (const { source, last_received } of asked) {
    const { state, missed } = feedState(counts.get(source) ?? [])
    if (state === 'silent')
      await noteSilent(store.db, bus, { workspace, source, since: last_received!, now, missed })
  }
}

interface Noticed {
  workspace: string
  source: string
  since: number
  now: number
}

async function noteSilent(
  db: Db<CollectTables>,
  bus: Bus,
  { workspace, source, since, now, missed }: Noticed & { missed: number },
): Promise<void> {
  const begun = await db
    .insertInto('feed_silences')
    .values({ workspace, source, since: new Date(since), noticed_at: new Date(now), missed })
    .onConflict((conflict) => conflict.doNothing())
    .returning('silence_id')
    .executeTakeFirst()
  if (begun === undefined) return
  await bus
    .publish('feed_silent', { workspace, source, ...times(since, now), missed })
    .catch(async (error: unknown) => {
      // Not told: the next look notices it again.
      await db.deleteFrom('feed_silences').where('silence_id', '=', begun.silence_id).execute()
      throw error
    })
}

async function noteHeard(
  db: Db<CollectTables>,
  bus: Bus,
  { workspace, source, since, now }: Noticed,
): Promise<void> {
  const open = db
    .updateTable('feed_silences')
    .where('workspace', '=', workspace)
    .where('source', '=', source)
    .where('ended_at', 'is', null)
  const ended = await open.set({ ended_at: new Date(now) }).executeTakeFirst()
  if (Number(ended.numUpdatedRows) > 0)
    await bus.publish('feed_heard', { workspace, source, ...times(since, now) })
}

const times = (since: number, now: number) => ({
  since: new Date(since).toISOString(),
  as_of: new Date(now).toISOString(),
})
