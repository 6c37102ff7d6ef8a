import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type Loop, startLoop } from './loop.ts'

const look_ms = 5_000
/** Less of one core than this is quiet: loops that look whether there is work take a fiftieth. */
const quietShare = 0.1

/**
 * Whether to tidy up: the process has been quiet for one look, and had worked since it was last said. To be asked at each look.
 * `used`: ms of processor time so far.
 */
export function createQuiet(used: () => number, now: () => number = () => performance.now()): () => boolean {
  let before = { used: used(), at: now() }
  let worked = true
  return () => {
    const seen = { used: used(), at: now() }
    // Of a moment nothing is known.
    if (seen.at - before.at < look_ms / 2) return false
    const share = (seen.used - before.used) / Math.max(1, seen.at - before.at)
    before = seen
    if (share >= quietShare) {
      worked = true
      return false
    }
    const due = worked
    worked = false
    return due
  }
}

/**
 * Gives memory back that JavaScript keeps for work to come, once the process is quiet: within a minute after the sample company is
 * loaded 555 MB are left of what were 683, of an empty server 394 of 473 (measured). It holds the process up for some 50 ms, when
 * nobody waits.
 */
export function giveBackWhenQuiet(failed: (error: unknown) => void): Loop {
  const isDue = createQuiet(() => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1_000
  })
  const collect = collector()
  return startLoop(
    look_ms,
    async () => {
      if (isDue()) collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
    },
    failed,
  )
}

type Collect = (how: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void

/** Node hands V8's own function over under this flag alone, with which it would also keep what it compiled apart. */
function collector(): Collect {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as Collect
  setFlagsFromString('--no-expose-gc')
  return collect
}
