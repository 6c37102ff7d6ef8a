import type { Db } from '../storage/operational.ts'
import type { CollectTables } from './tables.ts'

/** Until when each source is known complete (methods A.19): a live door until now, a file until its last record or as declared. */
export interface Horizons {
  of(source: string): number
  /** All of the named sources are live. */
  live(sources: Iterable<string>): boolean
  /** The latest of all; -Infinity without sources. */
  latest: number
  /** Changes whenever a file source's horizon moves. */
  mark: string
}

export async function readHorizons(db: Db<CollectTables>, workspace: string, now: number): Promise<Horizons> {
  const sources = await db
    .selectFrom('sources')
    .select(['source', 'kind', 'complete_until', 'last_record_at'])
    .where('workspace', '=', workspace)
    .orderBy('source')
    .execute()
  const horizons = new Map<string, number>()
  for (const { source, kind, complete_until, last_record_at } of sources)
    horizons.set(
      source,
      kind === 'live' ? now : ((complete_until ?? last_record_at)?.getTime() ?? Number.NEGATIVE_INFINITY),
    )
  const live = new Set(sources.filter((each) => each.kind === 'live').map((each) => each.source))
  return {
    of: (source) => horizons.get(source) ?? now,
    live: (asked) => [...asked].every((source) => live.has(source)),
    latest: Math.max(Number.NEGATIVE_INFINITY, ...horizons.values()),
    mark: JSON.stringify([...horizons].filter(([source]) => !live.has(source))),
  }
}

/** Whether some file source reaches less far by its later mark than by its earlier one, or is there no more. */
export function shrank(earlier: string, later: string): boolean {
  const now = new Map(marked(later))
  return marked(earlier).some(([source, at]) => !((now.get(source) ?? Number.NEGATIVE_INFINITY) >= at))
}

/** JSON has no -Infinity: a source of which nothing is known yet is written as null. */
const marked = (mark: string) =>
  (JSON.parse(mark || '[]') as [string, number | null][]).map(
    ([source, at]) => [source, at ?? Number.NEGATIVE_INFINITY] as const,
  )
