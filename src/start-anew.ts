import process from 'node:process'

/** A server that lives shorter than this would crash again and again. */
const leastLife_s = 60

/** EX_SOFTWARE of sysexits.h. */
const crashed = 70

/**
 * Ends with exit code 70. The thread that crashed never ends, and neither would a process that is asked to exit: it becomes one that has
 * nothing else to do.
 */
export function endCrashed(words: string): void {
  process.stderr.write(`${words}\n`)
  process.execve!('/bin/sh', ['sh', '-c', `exit ${crashed}`])
}

/**
 * Becomes a new process of the same id: what started this one, and waits for it, notices nothing. Nothing is put in order before it,
 * as after a SIGKILL: what was acknowledged is on the disk.
 */
export function startAnew(): void {
  if (process.uptime() >= leastLife_s)
    process.execve!(process.execPath, [process.execPath, ...process.execArgv, ...process.argv.slice(1)])
  endCrashed(
    `ClickHouse crashed within ${leastLife_s} seconds of a start; Throughline does not start again by itself. See docs/data-folder.md.`,
  )
}
