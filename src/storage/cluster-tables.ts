/** Where the rows of a cluster lie: each server has its part in `throughline_shard`; `throughline` shows all of them as one. */
export const shardDatabase = 'throughline_shard'

/**
 * By what the rows of a table are dealt out to shards: rows that replace each other lie on one, since versions are told apart on
 * each shard for itself. What is read together by its key (a history, a run) lies together with it.
 */
export const shardedBy: Record<string, string> = {
  interactions: 'cityHash64(interaction_id)',
  history: 'key',
  records: 'record_id',
  overwritten: 'record_id',
  runs: 'key',
  sampled_runs: 'key',
  identifier_customers: 'identifier_id',
  identifier_groups: 'identifier_id',
  memberships: 'identifier_id',
  profiles: 'identifier_id',
  sought: 'identifier_id',
  withdrawn_identifiers: 'commit_id',
  erasing: 'cityHash64(interaction_id)',
  erasing_runs: 'key',
}

/** Replaces a server's view of a table by one over all shards. Tables that are not listed only hold rows that replace nothing. */
export function distributedTable(cluster: string, table: string): string {
  return `CREATE OR REPLACE TABLE throughline.${table} AS ${shardDatabase}.${table}
    ENGINE = Distributed('${cluster}', '${shardDatabase}', '${table}', ${shardedBy[table] ?? 'rand()'})`
}

/** Where one server stands in its cluster. */
export interface Place {
  cluster: string
  shard: number
  replica: number
  /** Whether any shard has several replicas: its tables then keep each other's rows. */
  replicated: boolean
}

/** A statement about the tables of one server, as it is given to that server. */
export function onServer(sql: string, place: Place): string {
  const own = sql.replaceAll(/\bthroughline\.(?=\w)/g, `${shardDatabase}.`)
  if (!place.replicated) return own
  if (/^\s*(--.*\n\s*)*DROP TABLE\b/.test(own) && !/\bSYNC\b/.test(own)) return `${own.trimEnd()} SYNC`
  return own.replace(
    /(CREATE TABLE (?:IF NOT EXISTS )?throughline_shard\.(\w+)[\s\S]*?ENGINE = )(\w*MergeTree)(\(([^)]*)\))?/,
    (_, before: string, table: string, engine: string, __, given: string | undefined) => {
      const path = `'/throughline/${place.cluster}/${place.shard}/${table}', '${place.replica}'`
      return `${before}Replicated${engine}(${given ? `${path}, ${given}` : path})`
    },
  )
}

/** To whom a statement without a result goes: one server, one of each shard, or all. */
export type Reach = 'one' | 'shards' | 'servers'

/** Words before a statement that say nothing: comments and space. */
const start = String.raw`^\s*(?:--[^\n]*\n\s*)*`
const aboutRows = new RegExp(
  `(${start}(?:ALTER TABLE|DELETE FROM|OPTIMIZE TABLE|TRUNCATE TABLE)\\s+)throughline\\.(?=\\w)`,
)
const aboutTables = new RegExp(
  `${start}(?:CREATE|DROP) TABLE\\s+(?:IF (?:NOT )?EXISTS\\s+)?throughline\\.(\\w+)`,
)
const aboutNames = new RegExp(`${start}(?:CREATE|DROP)\\b`)

export function reachOf(sql: string): Reach {
  if (aboutRows.test(sql)) return 'shards'
  return aboutNames.test(sql) ? 'servers' : 'one'
}

/** A change of a table's rows, for the part of one server: only what is changed is its part, what it is told by are all. */
export const changeOnServer = (sql: string): string => sql.replace(aboutRows, `$1${shardDatabase}.`)

/** The table that a statement makes or drops; null when it makes or drops something else. */
export const tableMade = (sql: string): string | null => aboutTables.exec(sql)?.[1] ?? null
