import type { Analytics } from '../storage/analytics.ts'
import { sqlFile } from '../storage/sql-file.ts'
import { quarter_ms, quartersInWeek, weeksSeen } from './feed-silence.ts'

const quartersSql = sqlFile(import.meta, 'feed-quarters.sql')

/** A feed and the moment up to which it is looked at, epoch ms. */
export interface FeedEnd {
  source: string
  live: boolean
  end: number
  /** When it was first seen, by the same clock; null = it holds nothing. */
  first: number | null
}

/** `watched` often, a count may hold what came again twice; `shown`, it does not. */
type Use = 'watched' | 'shown'

/** Counts by quarters of an hour up to the one in which each feed ends, oldest first; null = before it was first seen. */
export async function readQuarters(
  analytics: Analytics,
  workspace: string,
  feeds: readonly FeedEnd[],
  use: Use,
): Promise<Map<string, (number | null)[]>> {
  if (feeds.length === 0) return new Map()
  const length = weeksSeen * quartersInWeek + 1
  const rows = await analytics.ask<{ source: string; quarter: string; n: string }>(
    quartersSql.replaceAll('{{final}}', use === 'shown' ? 'FINAL' : ''),
    {
      workspace,
      params: {
        sources: feeds.map(({ source }) => source),
        ends: feeds.map(({ end }) => end),
        live: feeds.filter(({ live }) => live).map(({ source }) => source),
        window: length * quarter_ms,
      },
    },
    use === 'shown' ? 'analysis' : 'rebuild',
  )
  const bySource = Map.groupBy(rows, ({ source }) => source)
  return new Map(
    feeds.map(({ source, end, first }) => {
      const last = Math.floor(end / quarter_ms)
      const from = first === null ? Number.POSITIVE_INFINITY : Math.floor(first / quarter_ms)
      const counts = Array.from({ length }, (_, place) => (last - length + 1 + place >= from ? 0 : null))
      const filled: (number | null)[] = counts
      for (const { quarter, n } of bySource.get(source) ?? []) {
        const place = Number(quarter) - last + length - 1
        if (place >= 0 && place < length && filled[place] !== null) filled[place] = Number(n)
      }
      return [source, filled]
    }),
  )
}
