import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export interface Product {
  /** Where it answers, without a slash at the end. */
  address: string
  /** The data folder: given, or a temporary one that goes with `stop`. */
  data: string
  /** The owner of a first start, as printed; waits until it is. */
  owner: () => Promise<{ email: string; password: string }>
  /** Everything it has printed. */
  output: () => string
  /** Ends it as an administrator does, and waits until it has gone. */
  stop: () => Promise<void>
}

interface Start {
  /** A data folder to keep; default a temporary one. */
  data?: string
  /** What to run instead of `bin/throughline serve --data DATA --port 0`. */
  program?: (data: string) => [string, ...string[]]
  /** More arguments for `serve`. */
  more?: string[]
}

const root = fileURLToPath(new URL('..', import.meta.url))
export const launcher = join(root, 'bin/throughline')

/**
 * Starts the product as a user does and reads from its output where it is.
 * @throws Error with all that was printed when it ends or stays silent for 60 seconds.
 */
export async function startProduct({ data, program, more = [] }: Start = {}): Promise<Product> {
  const folder = data ?? mkdtempSync(join(tmpdir(), 'throughline-story-'))
  const serve: [string, ...string[]] = [launcher, 'serve', '--data', folder, '--port', '0', ...more]
  const [command, ...args] = program?.(folder) ?? serve
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  const gone = once(child, 'close')
  let printed = ''
  child.stdout.on('data', (text) => {
    printed += text
  })
  child.stderr.on('data', (text) => {
    printed += text
  })
  const stop = async () => {
    await end(child, gone, () => printed)
    if (data === undefined) rmSync(folder, { recursive: true, force: true })
  }
  const said = (pattern: RegExp) => lineOf(child, () => printed, pattern)
  try {
    const [, address = ''] = await said(/^Throughline is at (https?:\S+?)\/?\s*$/m)
    const owner = async () => {
      const [, email = '', password = ''] = await said(/^Sign in as (\S+) with password (\S+)\s*$/m)
      return { email, password }
    }
    return { address, data: folder, owner, output: () => printed, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function lineOf(child: ChildProcess, printed: () => string, pattern: RegExp): Promise<RegExpExecArray> {
  for (const late = Date.now() + 60_000; Date.now() < late; await wait(20)) {
    const found = pattern.exec(printed())
    if (found) return found
    if (child.exitCode !== null || child.signalCode !== null) break
  }
  const state = child.exitCode ?? child.signalCode ?? 'running'
  throw new Error(`The product (${state}) has not printed ${pattern}. It printed:\n${printed()}`)
}

async function end(child: ChildProcess, gone: Promise<unknown>, printed: () => string): Promise<void> {
  child.kill('SIGTERM')
  const late = new AbortController()
  const ended = await Promise.race([
    gone.then(() => true),
    wait(30_000, false, { signal: late.signal }).catch(() => false),
  ])
  late.abort()
  if (ended) return
  child.kill('SIGKILL')
  throw new Error(`The product did not end within 30 seconds of SIGTERM. It printed:\n${printed()}`)
}
