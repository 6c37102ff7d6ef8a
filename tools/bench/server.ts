import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { fileURLToPath } from 'node:url'
import { call as callOver } from '../../src/http/call.ts'
import type { Input, Operation, Output } from '../../src/http/operation.ts'
import { patientFetch } from '../../src/http/patient-fetch.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const program = ['--import', join(root, 'tools/end-with-parent.mjs'), join(root, 'src/cli/main.ts')]

/** A Throughline of our own, on 127.0.0.1, embedded engines, in its own process. */
export interface Server {
  url: string
  pid: number
  call<Op extends Operation>(operation: Op, input: Omit<Input<Op>, 'workspace'>): Promise<Output<Op>>
  /** Everything printed so far. */
  printed(): string
  stop(): Promise<void>
}

const running = new Set<ChildProcess>()

/** Ends what this bench started, and nothing else. */
export function endAll(): void {
  for (const child of running) child.kill('SIGTERM')
}

/** As `bin/throughline` sets it. */
const environment = {
  UV_THREADPOOL_SIZE: '28',
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '33554432',
  MALLOC_TRIM_THRESHOLD_: '67108864',
  NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled'),
  ...process.env,
}

/** What `bin/throughline serve` becomes, started directly so that it ends with the bench. */
export async function startServer(data: string, flags: string[] = []): Promise<Server> {
  const child = spawn(
    execPath,
    [...profiling(), ...program, 'serve', '--port', '0', '--host', '127.0.0.1', '--data', data, ...flags],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: environment,
    },
  )
  running.add(child)
  child.once('exit', (code, signal) => {
    running.delete(child)
    if (!stopping) console.error(`  the server on ${data} ended by itself: ${signal ?? `code ${code}`}`)
  })
  let stopping = false
  let printed = ''
  const url = await new Promise<string>((done, fail) => {
    child.once('error', fail)
    child.once('exit', (code) =>
      fail(new Error(`The server ended with code ${code} before it listened; its words stand above.`)),
    )
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      const found = /Throughline is at (\S+)/.exec(printed)?.[1]
      if (found) done(found.replace('localhost', '127.0.0.1'))
    })
  })
  const { token } = JSON.parse(readFileSync(join(data, 'lock.json'), 'utf8')) as { token: string }
  return {
    url,
    pid: child.pid!,
    printed: () => printed,
    call: (operation, input) =>
      callOver(
        (path, init) =>
          patientFetch(`${url}${path}`, {
            ...init,
            headers: { ...init.headers, authorization: `Bearer ${token}` },
          }),
        operation,
        { workspace: 'main', ...input } as Input<typeof operation>,
      ),
    stop: () => {
      stopping = true
      return end(child)
    },
  }
}

/** `--cpu-prof` and the like given to the bench's own Node are handed to the server. */
function profiling(): string[] {
  return process.execArgv.filter((flag) => flag.startsWith('--cpu-prof'))
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const impatient = setTimeout(() => child.kill('SIGKILL'), 30_000)
  await ended
  clearTimeout(impatient)
}

/** Runs a command of the program to its end. @throws Error with its exit code. */
export async function command(data: string, args: string[]): Promise<void> {
  const child = spawn(execPath, [...program, ...args, '--data', data], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: environment,
  })
  running.add(child)
  const [code] = (await once(child, 'exit')) as [number | null]
  running.delete(child)
  if (code !== 0) throw new Error(`throughline ${args.join(' ')} ended with code ${code}.`)
}
