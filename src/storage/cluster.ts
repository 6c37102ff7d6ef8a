import type { ClickHouseClient } from '@clickhouse/client'
import { sideBySide } from '../jobs/side-by-side.ts'
import {
  changeOnServer,
  distributedTable,
  onServer,
  type Place,
  reachOf,
  shardDatabase,
  tableMade,
} from './cluster-tables.ts'

/** One server of a cluster, by the address it answers at over HTTP. */
export interface Server {
  address: string
  client: ClickHouseClient
  place: Place
}

/** The servers of a sharded ClickHouse, one by one. */
export interface Cluster {
  name: string
  servers: Server[]
  replicated: boolean
}

interface Listed {
  shard: number
  replica: number
  host: string
  port: number
  own: number
}

/**
 * Asks every server which part of the cluster it is. Tables are made at each by its own address: neither a Keeper nor ON CLUSTER is
 * needed unless shards have replicas (decision 0037).
 * @throws Error naming the server that is missing, or that knows no such cluster.
 */
export async function findCluster(
  name: string,
  addresses: readonly string[],
  connect: (address: string) => ClickHouseClient,
): Promise<Cluster> {
  if (!/^\w+$/.test(name))
    throw new Error(`CLICKHOUSE_CLUSTER is '${name}': give a name of letters, digits and underscores.`)
  const servers: (Omit<Server, 'place'> & { listed: Listed[] })[] = []
  for (const address of addresses) {
    const client = connect(address)
    servers.push({ address, client, listed: await listedAt(client, name) })
  }
  const replicated = servers.some(({ listed }) => listed.some(({ replica }) => replica > 1))
  const placed = servers.map(({ listed, ...server }): Server => {
    const own = listed.find((each) => each.own === 1)
    if (own === undefined)
      throw new Error(
        `${hostOf(server.address)} does not find itself in the cluster ${name} (CLICKHOUSE_CLUSTER). ${
          listed.length === 0
            ? 'Name the cluster under remote_servers in its configuration.'
            : `It knows ${listed.map(nameOf).join(', ')}: give the addresses of these servers.`
        }`,
      )
    return { ...server, place: { cluster: name, shard: own.shard, replica: own.replica, replicated } }
  })
  for (const each of servers[0]!.listed)
    if (!placed.some(({ place }) => place.shard === each.shard && place.replica === each.replica))
      throw new Error(
        `${nameOf(each)} of the cluster ${name} is not among the addresses of CLICKHOUSE_URL. Give the HTTP addresses of all its servers, separated by commas.`,
      )
  return { name, servers: placed, replicated }
}

async function listedAt(client: ClickHouseClient, name: string): Promise<Listed[]> {
  const answer = await client.query({
    query: `SELECT toUInt32(shard_num) AS shard, toUInt32(replica_num) AS replica, host_name AS host, port, is_local AS own
      FROM system.clusters WHERE cluster = '${name}' ORDER BY shard, replica`,
    format: 'JSONEachRow',
  })
  return answer.json<Listed>()
}

const nameOf = ({ shard, replica, host, port }: Listed) =>
  `shard ${shard}, replica ${replica} (${host}:${port})`
const hostOf = (address: string) => new URL(address).host

/** One server of each shard: what is done there reaches its replicas by itself. */
const oneOfEach = ({ servers }: Cluster): Server[] =>
  servers.filter(({ place }, at) => servers.findIndex((each) => each.place.shard === place.shard) === at)

/**
 * Does a statement about tables at every server that it concerns. Returns false when it is for one server like any other: it then
 * speaks of all shards by the names of their tables.
 */
export async function commandCluster(cluster: Cluster, sql: string): Promise<boolean> {
  const reach = reachOf(sql)
  if (reach === 'one') return false
  if (reach === 'shards')
    await sideBySide(oneOfEach(cluster).map(({ client }) => client.command({ query: changeOnServer(sql) })))
  else {
    for (const server of cluster.servers) await defineAt(server, sql)
  }
  return true
}

async function defineAt({ client, place }: Server, sql: string): Promise<void> {
  const table = tableMade(sql)
  if (table === null) return void (await client.command({ query: sql }))
  const drops = /^\s*DROP/.test(sql)
  if (drops) await client.command({ query: sql })
  await client.command({ query: onServer(sql, place) })
  if (!drops) await client.command({ query: distributedTable(place.cluster, table) })
}

/** Shows every table of the servers as one over all shards, in the columns it has by now. */
export async function showTables({ servers }: Cluster): Promise<void> {
  const show = async ({ client, place }: Server) => {
    const answer = await client.query({
      query: `SELECT name FROM system.tables WHERE database = '${shardDatabase}' AND engine LIKE '%MergeTree' AND name != 'migrations' ORDER BY name`,
      format: 'JSONEachRow',
    })
    for (const { name } of await answer.json<{ name: string }>())
      await client.command({ query: distributedTable(place.cluster, name) })
  }
  await Promise.all(servers.map(show))
}
