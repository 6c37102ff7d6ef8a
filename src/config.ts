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
  }
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
