// A server that is killed without warning and started again on the same folder.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { call, type Transport } from '../../src/http/call.ts'
import type { Input, Operation, Output } from '../../src/http/operation.ts'
import { readHolder } from '../../src/storage/lock.ts'

const program = join(import.meta.dirname, '../../src/cli/main.ts')

export interface KilledServer {
  data: string
  /** Where it answers now; changes with every start. */
  url(): string
  pid(): number
  /** The exit code, once it has ended by itself. */
  ended(): Promise<number | null>
  /** Learns where it answers after it started itself anew, in the same process. */
  found(): Promise<void>
  /** SIGKILL, and no word to anybody. */
  kill(): Promise<void>
  /** SIGTERM, as an administrator does. Gives the exit code, or null when it ended by a signal. */
  stop(): Promise<number | null>
  start(): Promise<void>
  call<Op extends Operation>(operation: Op, input: Input<Op>): Promise<Output<Op>>
  /** Rows of a query over the documented views. */
  sql<Row>(workspace: string, sql: string): Promise<Row[]>
  /** Ends it as an administrator does and removes the folder. */
  end(): Promise<void>
}

/** Starts the server on a new temporary folder, or on one that is given and then its own. `env`: engines of one's own. */
export async function startServer(
  env: Record<string, string> = {},
  folder: string = mkdtempSync(join(tmpdir(), 'throughline-kill-')),
): Promise<KilledServer> {
  const data = join(folder, 'data')
  let child: ChildProcess | null = null
  let url = ''
  let token = ''
  const transport: Transport = (path, init) =>
    fetch(`${url}${path}`, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } })
  const server: KilledServer = {
    data,
    url: () => url,
    pid: () => child!.pid!,
    ended: async () => (await once(child!, 'exit'))[0] as number | null,
    found: async () => {
      const before = token
      while (token === before) {
        await wait(50)
        const holder = readHolder(data)
        if (holder?.url == null || holder.token === null) continue
        url = holder.url.replace('localhost', '127.0.0.1')
        token = holder.token
      }
    },
    start: async () => {
      const started = await launch(data, env)
      child = started.child
      url = started.url
      token = started.token
    },
    kill: async () => {
      const gone = once(child!, 'exit')
      child!.kill('SIGKILL')
      await gone
    },
    stop: async () => {
      const gone = once(child!, 'exit')
      child!.kill('SIGTERM')
      const [code] = await gone
      return code as number | null
    },
    call: (operation, input) => call(transport, operation, input),
    sql: async <Row>(workspace: string, sql: string) => {
      const headers = { 'content-type': 'application/json' }
      const body = JSON.stringify({ sql, format: 'json' })
      const answer = await transport(`/api/${workspace}/sql`, { method: 'POST', headers, body })
      const text = await answer.text()
      if (!answer.ok) throw new Error(text)
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Row)
    },
    end: async () => {
      if (child && child.exitCode === null && child.signalCode === null) {
        const gone = once(child, 'exit')
        child.kill('SIGTERM')
        await gone
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await server.start()
  return server
}

async function launch(
  data: string,
  env: Record<string, string>,
): Promise<{ child: ChildProcess; url: string; token: string }> {
  const child = spawn(process.execPath, [program, 'serve', '--data', data, '--port', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...env },
  })
  let words = ''
  child.stderr!.on('data', (text) => {
    words = (words + text).slice(-4_000)
  })
  for (const late = Date.now() + 90_000; Date.now() < late; await wait(20)) {
    if (child.exitCode !== null) break
    const holder = readHolder(data)
    if (holder?.pid === child.pid && holder?.url && holder.token)
      return { child, url: holder.url.replace('localhost', '127.0.0.1'), token: holder.token }
  }
  child.kill('SIGTERM')
  throw new Error(`The server did not start: ${words}`)
}
