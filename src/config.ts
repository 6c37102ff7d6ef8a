import { resolve } from 'node:path'

/** What the program decided from its arguments and the environment. Nothing else reads the environment. */
export interface Config {
  /** Folder of the embedded engines, uploads and the lock. */
  data: string
  /** 0 = any free port. */
  port: number
  host: string
  /** Own PostgreSQL; null = embedded. */
  database_url: string | null
  /** Servers of one's own ClickHouse over HTTP; none = embedded. */
  clickhouse_urls: readonly string[]
  /** The cluster that these servers are; null = one server alone. */
  clickhouse_cluster: string | null
  log_level: string
  /** Bytes that the bodies of all requests under way may hold together. */
  body_bytes: number
  metrics: 'local' | 'off' | { token: string }
  /** Whether webhooks may lead into one's own network. */
  webhooks_to_private: boolean
}

export interface Wishes {
  data?: string | undefined
  port?: number | undefined
  host?: string | undefined
}

/**
 * Arguments win over the environment, the environment over defaults.
 * @throws Error naming the variable when a value cannot be used.
 */
export function readConfig(wishes: Wishes = {}, env: NodeJS.ProcessEnv = process.env): Config {
  const port = wishes.port ?? (env.PORT === undefined ? 4000 : Number(env.PORT))
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new Error(
      `PORT is '${env.PORT ?? wishes.port}': give a whole number from 0 to 65535 (0 = any free port).`,
    )
  return {
    data: resolve(wishes.data ?? env.THROUGHLINE_DATA ?? 'data'),
    port,
    host: wishes.host ?? env.HOST ?? '127.0.0.1',
    database_url: url('DATABASE_URL', env.DATABASE_URL, ['postgres:', 'postgresql:']),
    ...clickhouse(env.CLICKHOUSE_URL, env.CLICKHOUSE_CLUSTER),
    log_level: env.LOG_LEVEL ?? 'warn',
    body_bytes: megabytes('BODY_MEMORY_MB', env.BODY_MEMORY_MB, 64),
    metrics: metrics(env.METRICS, env.METRICS_TOKEN),
    webhooks_to_private:
      oneOf('WEBHOOKS_TO_PRIVATE', env.WEBHOOKS_TO_PRIVATE, ['refused', 'allowed']) === 'allowed',
  }
}

/** The servers of a cluster are named one by one: tables are made at each. */
function clickhouse(
  addresses: string | undefined,
  name: string | undefined,
): Pick<Config, 'clickhouse_urls' | 'clickhouse_cluster'> {
  const clickhouse_urls = (addresses ?? '')
    .split(',')
    .flatMap((each) => url('CLICKHOUSE_URL', each.trim(), ['http:', 'https:']) ?? [])
  const clickhouse_cluster = name === undefined || name === '' ? null : name
  if (clickhouse_cluster !== null && clickhouse_urls.length === 0)
    throw new Error(
      `CLICKHOUSE_CLUSTER is '${name}', but CLICKHOUSE_URL names no server: give the addresses of all servers of the cluster, separated by commas.`,
    )
  if (clickhouse_cluster === null && clickhouse_urls.length > 1)
    throw new Error(
      `CLICKHOUSE_URL names ${clickhouse_urls.length} servers: set CLICKHOUSE_CLUSTER to the name of their cluster, or give one address.`,
    )
  return { clickhouse_urls, clickhouse_cluster }
}

function megabytes(name: string, value: string | undefined, otherwise: number): number {
  const given = value === undefined || value === '' ? otherwise : Number(value)
  if (!Number.isInteger(given) || given < 8 || given > 4096)
    throw new Error(`${name} is '${value}': give a whole number of megabytes from 8 to 4096.`)
  return given * 1_000_000
}

function metrics(said: string | undefined, token: string | undefined): Config['metrics'] {
  const access = oneOf('METRICS', said, ['local', 'off'])
  if (access === 'off' || token === undefined || token === '') return access
  if (token.length >= 16) return { token }
  throw new Error('METRICS_TOKEN is shorter than 16 characters: whoever guesses it reads the metrics.')
}

/** The first of the words where none was given. */
function oneOf<Word extends string>(name: string, value: string | undefined, words: [Word, ...Word[]]): Word {
  const found = value === undefined || value === '' ? words[0] : words.find((word) => word === value)
  if (found !== undefined) return found
  throw new Error(`${name} is '${value}': say ${words.join(' or ')}.`)
}

function url(name: string, value: string | undefined, schemes: string[]): string | null {
  if (value === undefined || value === '') return null
  if (!URL.canParse(value) || !schemes.includes(new URL(value).protocol))
    throw new Error(`${name} is not an address of the form ${schemes[0]}//user:password@host:port/database.`)
  return value
}

/** The ClickHouse servers as the store is told of them; null = embedded. `mark`: of this process, among their statements. */
export const ownServers = ({ clickhouse_urls, clickhouse_cluster }: Config, mark: string) =>
  clickhouse_urls.length === 0 ? null : { addresses: clickhouse_urls, cluster: clickhouse_cluster, mark }

/** One line a person reads at start; passwords are left out. */
export function describeConfig(config: Config): string {
  const shown = (addresses: readonly string[]) =>
    addresses.length === 0 ? 'embedded' : addresses.map((address) => new URL(address).host).join(', ')
  const cluster = config.clickhouse_cluster === null ? '' : ` (cluster ${config.clickhouse_cluster})`
  return `data ${config.data} · PostgreSQL ${shown([config.database_url ?? []].flat())} · ClickHouse ${shown(config.clickhouse_urls)}${cluster}`
}
