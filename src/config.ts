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
  /** Own ClickHouse over HTTP; null = embedded. */
  clickhouse_url: string | null
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
    clickhouse_url: url('CLICKHOUSE_URL', env.CLICKHOUSE_URL, ['http:', 'https:']),
    log_level: env.LOG_LEVEL ?? 'warn',
    body_bytes: megabytes('BODY_MEMORY_MB', env.BODY_MEMORY_MB, 64),
    metrics: metrics(env.METRICS, env.METRICS_TOKEN),
    webhooks_to_private:
      oneOf('WEBHOOKS_TO_PRIVATE', env.WEBHOOKS_TO_PRIVATE, ['refused', 'allowed']) === 'allowed',
  }
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

/** One line a person reads at start; passwords are left out. */
export function describeConfig(config: Config): string {
  const shown = (address: string | null) => (address === null ? 'embedded' : new URL(address).host)
  return `data ${config.data} · PostgreSQL ${shown(config.database_url)} · ClickHouse ${shown(config.clickhouse_url)}`
}
