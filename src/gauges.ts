import { sql } from 'kysely'
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { Tables } from './app.ts'
import { type CommitWatch, type GroupCommit, settledCommit } from './collect/index.ts'
import type { OpenAnalytics } from './storage/analytics.ts'
import type { Db } from './storage/operational.ts'

/** What came in by each door and how long storing it took. */
export function watchCommits(registry: Registry): CommitWatch {
  const registers = [registry]
  const events = new Counter({
    name: 'throughline_events_total',
    help: 'Events acknowledged, by door and by what became of them',
    labelNames: ['door', 'became'],
    registers,
  })
  const seconds = new Histogram({
    name: 'throughline_commit_seconds',
    help: 'Storing what a group of requests brought, until it is durable',
    buckets: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
    registers,
  })
  return {
    committed: (took_ms, deposits) => {
      seconds.observe(took_ms / 1000)
      for (const { file = 'http', interactions, linked, rejected } of deposits) {
        events.inc({ door: file, became: 'interaction' }, interactions.length)
        events.inc({ door: file, became: 'identified' }, linked.length)
        events.inc({ door: file, became: 'quarantined' }, rejected.length)
      }
    },
  }
}

interface Gauged {
  db: Db<Tables>
  analytics: OpenAnalytics
  commit: GroupCommit
}

/** What is looked up whenever metrics are read. What cannot be learnt is left out, never 0. */
export function addGauges(registry: Registry, { db, analytics, commit }: Gauged): void {
  const gauge = (name: string, help: string, label: string | null, look: () => Promise<[string, number][]>) =>
    new Gauge({
      name: `throughline_${name}`,
      help,
      labelNames: label === null ? [] : [label],
      registers: [registry],
      async collect() {
        this.reset()
        const found = await look().catch(() => null)
        if (found === null) return
        for (const [value, n] of found) label === null ? this.set(n) : this.set({ [label]: value }, n)
      },
    })
  gauge('events_waiting', 'Events that wait to be stored', null, async () => [['', commit.waiting()]])
  gauge(
    'follower_lag_commits',
    'Commits a follower is behind, in the workspace where it is most',
    'follower',
    () => lagOf(db),
  )
  gauge('queue_depth', 'What waits to be done', 'queue', () => depthsOf(db))
  gauge('engine_memory_bytes', 'Memory that an engine has in use', 'engine', async () => [
    ['clickhouse', await memoryOf(analytics)],
  ])
}

/** Followers and the builds of living runs, each by its name alone: workspaces are as many as there are. */
async function lagOf(db: Db<Tables>): Promise<[string, number][]> {
  const settled = await settledCommit(db)
  const { rows } = await sql<{ follower: string; applied: number }>`
    SELECT follower, min(applied_commit) AS applied FROM followers GROUP BY follower
    UNION ALL SELECT 'runs', min(applied_commit) FROM builds WHERE snapshot = 0 HAVING count(*) > 0`.execute(
    db,
  )
  return rows.map(({ follower, applied }) => [follower, Math.max(0, settled - Number(applied))])
}

async function depthsOf(db: Db<Tables>): Promise<[string, number][]> {
  const { rows } = await sql<{ queue: string; n: number }>`
    SELECT 'commits' AS queue, count(*) AS n FROM commits
    UNION ALL SELECT 'imports', count(*) FROM imports WHERE state IN ('reading', 'building')
    UNION ALL SELECT 'webhooks', count(*) FROM webhook_deliveries WHERE state = 'pending'
    UNION ALL SELECT 'erasures', count(*) FROM erasures WHERE finished_at IS NULL`.execute(db)
  return rows.map(({ queue, n }) => [queue, Number(n)])
}

async function memoryOf(analytics: OpenAnalytics): Promise<number> {
  const text = await analytics.engine.query(
    {
      sql: "SELECT toFloat64(value) FROM system.metrics WHERE metric = 'MemoryTracking'",
      params: {},
      format: 'JSONCompactEachRow',
    },
    'memory',
  )
  return (JSON.parse(text) as [number])[0]
}
