import { Readable } from 'node:stream'
import type { ClickHouseClient } from '@clickhouse/client'
import { isRefused } from './away.ts'
import { bind } from './bind.ts'
import { type Cluster, commandCluster, findCluster } from './cluster.ts'
import { shardDatabase } from './cluster-tables.ts'
import { connectServer, type Lane, lanes, type Manner } from './connect.ts'
import type { Engine, Lines, OpenEngine, Statement, Written } from './engine.ts'
import { migrateAnalytics } from './migrate.ts'
import { migrateCluster } from './migrate-cluster.ts'
import { refuseOlder } from './server-version.ts'
import { answerOf, asideIn, ownParts, partsIn, rawAnswer, replacedIn } from './statement.ts'

/** ClickHouse servers of one's own. */
export interface OwnServers {
  addresses: readonly string[]
  /** Its name, where the servers are the shards and replicas of a cluster. */
  cluster: string | null
  /** Of this process, in the servers' lists of statements. */
  mark: string
}

/**
 * Opens the store on servers of one's own and migrates it.
 * @throws Error naming the server that does not answer, is too old or is no part of the cluster.
 */
export async function openServers(own: OwnServers, written: Written): Promise<OpenEngine> {
  const { addresses, mark } = own
  const alone: Manner = { mark, clustered: false, replicated: false }
  const plain = addresses.map((address) => connectServer(address, 'write', alone))
  for (const [nth, client] of plain.entries()) await refuseOlder(client, addresses[nth]!)
  const cluster =
    own.cluster === null
      ? null
      : await findCluster(own.cluster, addresses, (address) => plain[addresses.indexOf(address)]!)
  const manner = { mark, clustered: cluster !== null, replicated: cluster?.replicated ?? false }
  const servers = addresses.map((address) => connectAll(address, manner))
  const defining = cluster && overServers(cluster, servers)
  await (defining ? migrateCluster(defining) : migrateAnalytics(servers[0]!.on('write')))
  const at = inReach(servers)
  const parts = cluster
    ? { source: `clusterAllReplicas('${cluster.name}', system.parts)`, database: shardDatabase }
    : ownParts
  const running = cluster ? `clusterAllReplicas('${cluster.name}', system.processes)` : 'system.processes'
  const query: Engine['query'] = (question, lane) => at(({ on }) => answerOf(on(lane), question))
  const command: Engine['command'] = async ({ sql, params, writes }, lane) => {
    const statement = bind(sql, params)
    const done = async () => {
      if (defining && (await commandCluster(defining, statement))) return
      await at(({ on }) => on(lane).command({ query: statement }))
    }
    await done().finally(() => {
      if (writes !== null) written(writes)
    })
  }
  return {
    query,
    command,
    read: (question, lane) => query({ ...question, format: 'JSONCompactEachRow' }, lane),
    insert: (rows, lane) => at(({ on }) => insertLines(on(lane), rows)).finally(() => written(rows.table)),
    files: null,
    stream: (question, lane) => streamRows((ask) => at(({ on }) => ask(on(lane))), question),
    partsOf: (table) => at(({ on }) => partsIn(on('merges'), parts, table)),
    replacedParts: (tables) => at(({ on }) => replacedIn(on('merges'), parts, tables)),
    partsAside: () => at(({ on }) => asideIn(on('merges'), parts)),
    anyRunning: (marks) => at(({ on }) => anyOf(on('lookup'), running, marks)),
    withoutMerges: (_, write) => write(),
    mergeWhole: (table) =>
      command(
        {
          sql: `OPTIMIZE TABLE throughline.${table} FINAL SETTINGS optimize_skip_merged_partitions = 1`,
          params: {},
          writes: `throughline.${table}`,
        },
        'breaks',
      ),
    raw: (sql, format, database) =>
      at(async ({ address }) => {
        const client = connectServer(address, 'readonly', manner, database)
        return rawAnswer(client, sql, format).finally(() => client.close())
      }),
    close: async () => {
      for (const client of plain) await client.close()
      for (const server of servers) await server.close()
    },
  }
}

interface Connected {
  address: string
  on(lane: Lane): ClickHouseClient
  close(): Promise<void>
}

function connectAll(address: string, manner: Manner): Connected {
  const clients = new Map(lanes.map((lane) => [lane, connectServer(address, lane, manner)]))
  return {
    address,
    on: (lane) => clients.get(lane)!,
    close: async () => {
      for (const client of clients.values()) await client.close()
    },
  }
}

const overServers = (cluster: Cluster, connected: readonly Connected[]): Cluster => ({
  ...cluster,
  servers: cluster.servers.map((server, nth) => ({ ...server, client: connected[nth]!.on('merges') })),
})

/** Each server answers for all: one that takes no connection is passed over until another does not either. Nothing had begun there. */
function inReach(servers: readonly Connected[]) {
  let current = 0
  return async <Answer>(ask: (server: Connected) => Promise<Answer>): Promise<Answer> => {
    for (let tries = 1; ; tries++) {
      const asked = current
      try {
        return await ask(servers[asked]!)
      } catch (error) {
        if (tries >= servers.length || !isRefused(error)) throw error
        if (asked === current) current = (current + 1) % servers.length
      }
    }
  }
}

/** As they are: the client would parse each line to write it again. */
async function insertLines(on: ClickHouseClient, { table, columns, lines }: Lines): Promise<void> {
  const { stream } = await on.exec({
    query: `INSERT INTO ${table} (${columns.map((name) => `\`${name}\``).join(', ')}) FORMAT JSONCompactEachRow`,
    values: Readable.from([lines], { objectMode: false }) as never,
  })
  for await (const _ of stream);
}

/** Which server answers is chosen as the answer begins; one that goes away in the middle of it ends it. */
async function* streamRows(
  at: <Answer>(ask: (client: ClickHouseClient) => Promise<Answer>) => Promise<Answer>,
  { sql, params }: Statement,
): AsyncGenerator<string[]> {
  const answer = await at((client) =>
    client.query({ query: bind(sql, params), format: 'JSONCompactEachRow' }),
  )
  for await (const rows of answer.stream()) yield (rows as { text: string }[]).map((row) => row.text)
}

async function anyOf(client: ClickHouseClient, running: string, marks: readonly string[]): Promise<boolean> {
  const answer = await client.query({
    query: `SELECT 1 FROM ${running} WHERE Settings['log_comment'] IN (${marks.map((mark) => `'${mark}'`).join(', ')}) LIMIT 1`,
    format: 'JSONEachRow',
  })
  return (await answer.json()).length > 0
}
