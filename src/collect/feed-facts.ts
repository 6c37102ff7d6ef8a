import type { Analytics } from '../storage/analytics.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { FeedEnd } from './feed-quarters.ts'

const factsSql = sqlFile(import.meta, 'feed-facts.sql')

/** What some days of a feed are like; times in seconds. */
export interface FeedFacts {
  interactions: number
  nameless: number
  ahead: number
  most_ahead: number
  late: { median: number; p90: number; p99: number }
  /** How many came within a minute, an hour, a day, a week, and later than that. */
  lateness: { minute: number; hour: number; day: number; week: number; later: number }
}

type Row = Record<
  | 'source'
  | 'n'
  | 'nameless'
  | 'ahead'
  | 'most_ahead'
  | 'late_median'
  | 'late_p90'
  | 'late_p99'
  | 'minute'
  | 'hour'
  | 'day'
  | 'week'
  | 'later',
  string
>

/** The last `window` ms of each feed that holds anything in them. */
export async function readFacts(
  analytics: Analytics,
  workspace: string,
  feeds: readonly FeedEnd[],
  window: number,
): Promise<Map<string, FeedFacts>> {
  if (feeds.length === 0) return new Map()
  const params = {
    sources: feeds.map(({ source }) => source),
    ends: feeds.map(({ end }) => end),
    live: feeds.filter(({ live }) => live).map(({ source }) => source),
    window,
  }
  const rows = await analytics.ask<Row>(factsSql, { workspace, params }, 'analysis')
  return new Map(
    rows.map((row) => [
      row.source,
      {
        interactions: Number(row.n),
        nameless: Number(row.nameless),
        ahead: Number(row.ahead),
        most_ahead: Number(row.most_ahead),
        late: {
          median: Number(row.late_median),
          p90: Number(row.late_p90),
          p99: Number(row.late_p99),
        },
        lateness: {
          minute: Number(row.minute),
          hour: Number(row.hour),
          day: Number(row.day),
          week: Number(row.week),
          later: Number(row.later),
        },
      },
    ]),
  )
}
