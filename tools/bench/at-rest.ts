import { platform } from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { treeSeconds } from './process-tree.ts'

const longest_s = 300
const looks_s = 3
/** Cores in use: what keeps itself clean never rests whole. */
const busy = 0.1

/** Waits until a process and all below it have nothing left to do: what one measurement left in the background is not the next one's. */
export async function atRest(root: number): Promise<void> {
  if (platform !== 'linux') return void (await wait(15_000))
  for (let waited = 0; waited < longest_s; waited += looks_s) {
    const before = treeSeconds(root)
    await wait(looks_s * 1000)
    if (treeSeconds(root) - before < busy * looks_s) return
  }
}
