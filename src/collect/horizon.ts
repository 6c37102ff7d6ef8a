import type { Db } from '../storage/operational.ts'
import type { CollectTables } from './tables.ts'

/** Until when one source is known complete (methods A.19), epoch ms: a live door until now, a file until its last record or as declared. */
export interface SourceHorizon {
  source: string
  live: boolean
  until: number
}

export interface Horizons {
  sources: SourceHorizon[]
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
  return horizonsOf(
    sources.map(({ source, kind, complete_until, last_record_at }) => ({
      source,
      live: kind === 'live',
      until:
        kind === 'live' ? now : ((complete_until ?? last_record_at)?.getTime() ?? Number.NEGATIVE_INFINITY),
    })),
    now,
  )
}

/** A source not among them is complete until now. */
export function horizonsOf(sources: SourceHorizon[], now: number): Horizons {
  const horizons = new Map(sources.map(({ source, until }) => [source, until]))
  const live = new Set(sources.filter((each) => each.live).map((each) => each.source))
  return {
    sources,
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
