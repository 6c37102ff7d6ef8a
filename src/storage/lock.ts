import {
  closeSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

/** Who holds a data folder. `url` and `token` let the command line go through the running server. */
export interface Holder {
  pid: number
  /** Start time of the process, so that a reused pid is not mistaken for the holder. */
  started: string
  url: string | null
  token: string | null
}

export interface Lock {
  /** Makes the running server known to commands on the same folder. */
  announce(url: string, token: string): void
  release(): void
}

export class DataFolderInUse extends Error {
  readonly holder: Holder
  constructor(data: string, holder: Holder) {
    super(
      `The data folder ${data} is in use by process ${holder.pid}${holder.url ? ` (${holder.url})` : ''}. Stop it first, or choose another folder with --data DIR.`,
    )
    this.holder = holder
  }
}

/**
 * One process per data folder: chDB binds it, and two writers would spoil each other's work.
 * @throws DataFolderInUse while the holder lives; a lock left by a killed process is taken over.
 */
export function lockDataFolder(data: string): Lock {
  mkdirSync(data, { recursive: true })
  const file = join(data, 'lock.json')
  for (;;) {
    const lock = take(file)
    if (lock) return lock
    const holder = readHolder(data)
    if (holder) throw new DataFolderInUse(data, holder)
    setAside(file)
  }
}

/** Written whole beside its place, then linked there: nobody ever reads half a lock. Null when there is one already. */
function take(file: string): Lock | null {
  const own = `${file}.${process.pid}`
  const handle = openSync(own, 'w', 0o600)
  const lock = hold(file, handle)
  try {
    linkSync(own, file)
    return lock
  } catch (error) {
    closeSync(handle)
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return null
  } finally {
    rmSync(own, { force: true })
  }
}

/** Of several that find a stale lock one moves it away; a lock that came to life meanwhile is put back. */
function setAside(file: string): void {
  const aside = `${file}.stale.${process.pid}`
  try {
    renameSync(file, aside)
    if (livingHolder(aside)) linkSync(aside, file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

/** The living holder of a data folder, or null. */
export function readHolder(data: string): Holder | null {
  return livingHolder(join(data, 'lock.json'))
}

function livingHolder(file: string): Holder | null {
  try {
    const holder = JSON.parse(readFileSync(file, 'utf8')) as Holder
    return startTime(holder.pid) === holder.started ? holder : null
  } catch {
    return null
  }
}

function hold(file: string, handle: number): Lock {
  const own: Holder = { pid: process.pid, started: startTime(process.pid)!, url: null, token: null }
  const write = () => writeSync(handle, `${JSON.stringify(own)}\n`.padEnd(400), 0)
  write()
  return {
    announce: (url, token) => {
      own.url = url
      own.token = token
      write()
    },
    release: () => {
      closeSync(handle)
      rmSync(file, { force: true })
    },
  }
}

/** Null when no such process. Elsewhere than Linux only its existence can be told. */
function startTime(pid: number): string | null {
  try {
    if (process.platform !== 'linux') {
      process.kill(pid, 0)
      return 'alive'
    }
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // A killed process that nobody collected stays in the table; it holds nothing any more.
    return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? null)
  } catch {
    return null
  }
}
