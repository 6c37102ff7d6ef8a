import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Resident memory of this process in MB, after a collection: what stays. */
export function residentMb(): number {
  collect()
  return Math.round(process.memoryUsage.rss() / 1_048_576)
}
