import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
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
    try {
      return hold(file, openSync(file, 'wx', 0o600))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const holder = readHolder(data)
    if (holder) throw new DataFolderInUse(data, holder)
    rmSync(file, { force: true })
  }
}

/** The living holder of a data folder, or null. */
export function readHolder(data: string): Holder | null {
  try {
    const holder = JSON.parse(readFileSync(join(data, 'lock.json'), 'utf8')) as Holder
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
