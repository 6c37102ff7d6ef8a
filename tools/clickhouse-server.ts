// A ClickHouse server for tests, from the library that is embedded otherwise: it can serve too, in a process of its own.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** Called by Python's ctypes, as the library refuses the stack of a JavaScript call. It dies with its parent, and sleeps by reading an open pipe. */
const launcher = `
import ctypes, sys
ctypes.CDLL('libc.so.6').prctl(1, 9)
library = ctypes.CDLL(sys.argv[1])
given = [b'clickhouse', b'--path=' + sys.argv[2].encode(), b'--http_port=' + sys.argv[3].encode(), b'--tcp_port=' + sys.argv[4].encode(), b'--listen_host=127.0.0.1',
  b"--query=SYSTEM START LISTEN QUERIES ALL; SELECT * FROM file('-', 'LineAsString', 'l String') FORMAT Null"]
library.query_stable_v2(len(given), (ctypes.c_char_p * len(given))(*given))
`

/** Why no server can be started here; null where one can. */
export function noServerBecause(): string | null {
  if (process.platform !== 'linux') return 'the library serves on Linux only'
  return spawnSync('python3', ['-c', 'import ctypes']).status === 0 ? null : 'there is no python3'
}

/** Starts a server on an empty folder and a free port of 127.0.0.1. */
export async function startClickhouse(): Promise<{ address: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-clickhouse-'))
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  const child = spawn(
    'python3',
    ['-c', launcher, libraryPath(), folder, String(port), String(await freePort())],
    {
      stdio: ['pipe', 'ignore', 'ignore'],
    },
  )
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  const stop = async () => {
    child.kill('SIGKILL')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  for (let tries = 0; tries < 200; tries++) {
    const answer = await fetch(`${address}/ping`).catch(() => null)
    if (answer?.ok) return { address, stop }
    await wait(50)
  }
  await stop()
  throw new Error(`No ClickHouse server answered at ${address} within 10 s.`)
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
