// Several server processes on one PostgreSQL and one ClickHouse, of which some are killed.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { startPostgres } from '../../src/storage/postgres-process.ts'
import { startClickhouse } from '../clickhouse-server.ts'
import { between, pick, rng } from '../sample/random.ts'
import { count, type Sent, send } from './kill.ts'
import { type KilledServer, startServer } from './killed-server.ts'

export interface Several {
  servers: KilledServer[]
  env: Record<string, string>
  end(): Promise<void>
}

/** A PostgreSQL of one's own, reached over a socket in a temporary folder. */
export async function startOwnPostgres(): Promise<{ address: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-own-'))
  const child = await startPostgres(join(folder, 'postgres'))
  return {
    address: `postgres://throughline@localhost/postgres?host=${encodeURIComponent(child.socket)}`,
    stop: async () => {
      await child.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export async function startSeveral(processes: number): Promise<Several> {
  const [postgres, clickhouse] = await Promise.all([startOwnPostgres(), startClickhouse()])
  const env = { DATABASE_URL: postgres.address, CLICKHOUSE_URL: clickhouse.address }
  const servers: KilledServer[] = []
  const end = async () => {
    await Promise.all(servers.map((server) => server.end()))
    await clickhouse.stop()
    await postgres.stop()
  }
  try {
    const starting = Array.from({ length: processes }, () => startServer(env))
    for (const outcome of await Promise.allSettled(starting)) {
      if (outcome.status === 'fulfilled') servers.push(outcome.value)
      else throw outcome.reason
    }
  } catch (error) {
    await end()
    throw error
  }
  return { servers, env, end }
}

/** Clients send to any of the servers; one after the other is killed and, where it is to come back, started again. */
export async function sendToSeveral(
  { servers }: Several,
  write_key: string,
  { kills, seed, comeBack }: { kills: number; seed: number; comeBack: boolean },
): Promise<Sent> {
  const random = rng(seed)
  const acknowledged = new Set<string>()
  const state = { over: false }
  const anywhere = { url: () => pick(random, servers).url() }
  const sending = Array.from({ length: 4 }, (_, client) =>
    send(anywhere, write_key, `${client}`, acknowledged, state),
  )
  for (let kill = 0; kill < kills; kill++) {
    await wait(between(random, 300, 1_500))
    const killed = servers[servers.length - 1 - (kill % (servers.length - 1))]!
    await killed.kill()
    if (comeBack) await killed.start()
  }
  await wait(700)
  state.over = true
  await Promise.all(sending)
  return count(servers[0]!, acknowledged)
}
