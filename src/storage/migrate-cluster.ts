import { type Cluster, type Server, showTables } from './cluster.ts'
import { onServer, shardDatabase } from './cluster-tables.ts'
import { doneAt, makeMigrations, noteDone, readMigrations, refuseNewer, statementsOf } from './migrate.ts'

/**
 * The same migrations as on one server: tables are made and altered at every server, rows are moved once, by their names over all
 * shards. A server that joined later gets its tables here too.
 */
export async function migrateCluster(cluster: Cluster): Promise<void> {
  const done = new Map<Server, Set<string>>()
  await atEach(cluster.servers, async (server) => {
    await refuseOwnTables(cluster, server)
    await server.client.command({ query: 'CREATE DATABASE IF NOT EXISTS throughline' })
    await makeMigrations(server.client, shardDatabase)
    done.set(server, await doneAt(server.client, shardDatabase))
    refuseNewer('ClickHouse', done.get(server)!, readMigrations('analytics'))
  })
  const isNew = cluster.servers.every((server) => done.get(server)!.size === 0)
  for (const { name, sql } of readMigrations('analytics')) {
    const behind = cluster.servers.filter((server) => !done.get(server)!.has(name))
    const all = behind.length === cluster.servers.length
    // Each at all replicas before the next: a table made anew at one must be gone at the others.
    for (const [moving, statements] of inOrder(statementsOf(sql)))
      if (!moving)
        for (const statement of statements) await atEach(behind, (server) => defineAt(server, [statement]))
      // A new server brings no rows that an earlier migration would have to move.
      else if (all && !isNew) await moveRows(cluster, statements)
    await atEach(behind, ({ client }) => noteDone(client, shardDatabase, name))
  }
  await showTables(cluster)
}

/** Shards are apart from each other; the replicas of one change the same tables, one after the other. */
async function atEach(servers: readonly Server[], perform: (server: Server) => Promise<void>): Promise<void> {
  const shards = [...Map.groupBy(servers, ({ place }) => place.shard).values()]
  await Promise.all(
    shards.map(async (replicas) => {
      for (const server of replicas) await perform(server)
    }),
  )
}

async function defineAt({ client, place }: Server, statements: string[]): Promise<void> {
  for (const statement of statements) await client.command({ query: onServer(statement, place) })
}

async function moveRows(cluster: Cluster, statements: string[]): Promise<void> {
  await showTables(cluster)
  for (const statement of statements) await cluster.servers[0]!.client.command({ query: statement })
}

/** Statements as they come, in turns of those that move rows and those that do not. */
function inOrder(statements: string[]): [boolean, string[]][] {
  const turns: [boolean, string[]][] = []
  for (const statement of statements) {
    const moving = movesRows(statement)
    const last = turns.at(-1)
    if (last?.[0] === moving) last[1].push(statement)
    else turns.push([moving, [statement]])
  }
  return turns
}

const movesRows = (statement: string) => /^\s*(?:--[^\n]*\n\s*)*INSERT\b/.test(statement)

/** The tables of a server that was used alone would be hidden, not shared out. */
async function refuseOwnTables({ name }: Cluster, { client, address }: Server): Promise<void> {
  const answer = await client.query({
    query: "SELECT engine FROM system.tables WHERE database = 'throughline' AND name = 'interactions'",
    format: 'JSONEachRow',
  })
  const [table] = await answer.json<{ engine: string }>()
  if (table !== undefined && table.engine !== 'Distributed')
    throw new Error(
      `The server ${new URL(address).host} holds interactions of its own (database throughline), which are not those of the cluster ${name}. Move them as docs/growing.md says, or start without CLICKHOUSE_CLUSTER.`,
    )
}
