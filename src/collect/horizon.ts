import type { Db } from '../storage/operational.ts'
import { openSilences } from './feed-watch.ts'
import type { CollectTables } from './tables.ts'

/** Until when one source is known complete (methods A.19), epoch ms: a live door until now, or until it fell silent; a file until its last record or as declared. */
export interface SourceHorizon {
  source: string
  live: boolean
  until: number
  /** A live door of which nothing comes any more. */
  silent?: true
}

export interface Horizons {
  sources: SourceHorizon[]
  of(source: string): number
  /** All of the named sources are live. */
  live(sources: Iterable<string>): boolean
  /** The latest of all; -Infinity without sources. */
  latest: number
  /** Changes whenever a file source's horizon moves, a live one falls silent or is heard again. */
  mark: string
}

export async function readHorizons(db: Db<CollectTables>, workspace: string, now: number): Promise<Horizons> {
  const sources = await db
    .selectFrom('sources')
    .select(['source', 'kind', 'complete_until', 'last_record_at'])
    .where('workspace', '=', workspace)
    .orderBy('source')
    .execute()
  const silences = await openSilences(db, workspace)
  return horizonsOf(
    sources.map(({ source, kind, complete_until, last_record_at }): SourceHorizon => {
      const since = kind === 'live' ? silences.get(source)?.since : undefined
      if (since !== undefined && since < now) return { source, live: false, until: since, silent: true }
      const told = (complete_until ?? last_record_at)?.getTime() ?? Number.NEGATIVE_INFINITY
      return { source, live: kind === 'live', until: kind === 'live' ? now : told }
    }),
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
    mark: JSON.stringify(
      sources.flatMap(({ source, live, until, silent }) =>
        live ? [] : [silent ? [source, until, 'silent'] : [source, until]],
      ),
    ),
  }
}

/**
 * Whether some source reaches less far by its later mark than by its earlier one: a file, also one that is there no more, or a
 * live one that fell silent, which had reached until now. One that is heard again reaches further.
 */
export function shrank(earlier: string, later: string): boolean {
  const before = new Map(marked(earlier).map((each) => [each.source, each]))
  const now = new Map(marked(later).map((each) => [each.source, each]))
  const fell = [...now.values()].some(({ source, silent }) => silent && !before.get(source)?.silent)
  return (
    fell ||
    [...before.values()].some(({ source, at, silent }) => {
      const then = now.get(source)
      return silent && then === undefined ? false : !((then?.at ?? Number.NEGATIVE_INFINITY) >= at)
    })
  )
}

/** JSON has no -Infinity: a source of which nothing is known yet is written as null. */
const marked = (mark: string) =>
  (JSON.parse(mark || '[]') as [string, number | null, 'silent'?][]).map(([source, at, silent]) => ({
    source,
    at: at ?? Number.NEGATIVE_INFINITY,
    silent: silent === 'silent',
  }))
