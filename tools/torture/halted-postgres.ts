// The embedded PostgreSQL of a server, halted or stopped by somebody's hand.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KilledServer } from './killed-server.ts'

type OnFolder = Pick<KilledServer, 'data'>

const postmasterOf = ({ data }: OnFolder) =>
  Number(readFileSync(join(data, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])

/** Halts PostgreSQL and all its connections; gives what lets them go on. */
export function haltPostgres(server: OnFolder): () => void {
  const postmaster = postmasterOf(server)
  process.kill(postmaster, 'SIGSTOP')
  const children = readFileSync(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8')
  const halted = children.trim().split(' ').filter(Boolean).map(Number)
  for (const pid of halted) process.kill(pid, 'SIGSTOP')
  return () => {
    for (const pid of [...halted, postmaster]) process.kill(pid, 'SIGCONT')
  }
}

/** A fast shutdown: connections are ended, what was committed is written. */
export const stopPostgres = (server: OnFolder): void => {
  process.kill(postmasterOf(server), 'SIGINT')
}
