import process from 'node:process'

/** A server that lives shorter than this would crash again and again. */
const leastLife_s = 60

/**
 * Becomes a new process of the same id: what started this one, and waits for it, notices nothing. Nothing is put in order before it,
 * as after a SIGKILL: what was acknowledged is on the disk.
 */
export function startAnew(): void {
  if (process.uptime() < leastLife_s) {
    process.stderr.write(
      `ClickHouse crashed within ${leastLife_s} seconds of a start; it is not started again. See docs/data-folder.md.\n`,
    )
    process.exit(70)
  }
  process.execve!(process.execPath, [process.execPath, ...process.execArgv, ...process.argv.slice(1)])
}
