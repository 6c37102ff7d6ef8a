// ClickHouse servers for tests, from the library that is embedded otherwise: it can serve too, in a process of its own.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { closingProxy } from './closing-proxy.ts'

/** Called by Python's ctypes, as the library refuses the stack of a JavaScript call. It dies with its parent, and sleeps by reading an open pipe. */
const launcher = `
import ctypes, sys
ctypes.CDLL('libc.so.6').prctl(1, 9)
library = ctypes.CDLL(sys.argv[1])
given = [b'clickhouse', b'--listen_host=127.0.0.1'] + [each.encode() for each in sys.argv[2:]] + [
  b"--query=SYSTEM START LISTEN QUERIES ALL; SELECT * FROM file('-', 'LineAsString', 'l String') FORMAT Null"]
library.query_stable_v2(len(given), (ctypes.c_char_p * len(given))(*given))
`

/** Why no server can be started here; null where one can. */
export function noServerBecause(): string | null {
  if (process.platform !== 'linux') return 'the library serves on Linux only'
  return spawnSync('python3', ['-c', 'import ctypes']).status === 0 ? null : 'there is no python3'
}

/** A server on a folder and ports of its own, which can be ended and started again. */
export interface TestServer {
  address: string
  start(): Promise<void>
  /** Ends it as the power cord does. */
  kill(): Promise<void>
}

/** Starts a server on an empty folder and a free port of 127.0.0.1. */
export async function startClickhouse(): Promise<{ address: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-clickhouse-'))
  const server = serverOn(folder, await freePort(), await freePort())
  const stop = async () => {
    await server.kill()
    rmSync(folder, { recursive: true, force: true })
  }
  await server.start().catch(async (error: unknown) => {
    await stop()
    throw error
  })
  return { address: server.address, stop }
}

/** Servers that know each other as the shards of a cluster, and speak to each other through proxies (see `closingProxy`). */
export async function startCluster(name: string, shards: number) {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-cluster-'))
  const ports = await Promise.all(Array.from({ length: shards * 2 }, freePort))
  const [own, seen] = [ports.slice(0, shards), ports.slice(shards)]
  const servers: TestServer[] = []
  for (const [nth, port] of own.entries()) {
    const config = join(folder, `shard-${nth + 1}.xml`)
    // Itself it knows by its own port: by that it tells which shard it is.
    writeFileSync(config, clusterOf(name, seen.with(nth, port)))
    const server = serverOn(join(folder, `shard-${nth + 1}`), await freePort(), port, config)
    const proxy = closingProxy(seen[nth]!, port)
    servers.push({
      address: server.address,
      start: async () => {
        await server.start()
        await proxy.open()
      },
      kill: async () => {
        await server.kill()
        await proxy.close()
      },
    })
  }
  const stop = async () => {
    for (const server of servers) await server.kill()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await Promise.all(servers.map((server) => server.start()))
  } catch (error) {
    await stop()
    throw error
  }
  return {
    /** As CLICKHOUSE_URL is given. */
    address: servers.map((server) => server.address).join(','),
    servers,
    stop,
  }
}

function clusterOf(name: string, ports: readonly number[]): string {
  const shards = ports.map(
    (port) =>
      `<shard><internal_replication>true</internal_replication><replica><host>127.0.0.1</host><port>${port}</port></replica></shard>`,
  )
  return `<clickhouse><remote_servers><${name}>${shards.join('')}</${name}></remote_servers></clickhouse>`
}

function serverOn(folder: string, http: number, tcp: number, config?: string): TestServer {
  const address = `http://127.0.0.1:${http}`
  let child: ChildProcess | null = null
  const kill = async () => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise<void>((done) => child!.once('exit', () => done()))
    child.kill('SIGKILL')
    await ended
  }
  return {
    address,
    kill,
    start: async () => {
      const args = [`--path=${folder}`, `--http_port=${http}`, `--tcp_port=${tcp}`]
      if (config !== undefined) args.push(`--config-file=${config}`)
      child = spawn('python3', ['-c', launcher, libraryPath(), ...args], {
        stdio: ['pipe', 'ignore', 'ignore'],
      })
      for (let tries = 0; tries < 400; tries++) {
        const answer = await fetch(`${address}/ping`).catch(() => null)
        if (answer?.ok) return
        await wait(50)
      }
      await kill()
      throw new Error(`No ClickHouse server answered at ${address} within 20 s.`)
    },
  }
}

function libraryPath(): string {
  const arch = process.arch === 'arm64' ? 'arm64' : 'x64'
  const chdb = createRequire(import.meta.url).resolve('chdb/connection')
  return join(dirname(createRequire(chdb).resolve(`@chdb/lib-linux-${arch}-gnu`)), 'libchdb.so')
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer().once('error', fail)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => done(port))
    })
  })
}
