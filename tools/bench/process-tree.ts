import { readdirSync, readFileSync } from 'node:fs'

/** A process and all below it. Linux only. */
export function treeOf(root: number): number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const parent = statOf(Number(name))?.[1]
    if (parent !== undefined)
      children.set(Number(parent), [...(children.get(Number(parent)) ?? []), Number(name)])
  }
  const tree = [root]
  for (const pid of tree) tree.push(...(children.get(pid) ?? []))
  return tree
}

/** Processor time that a process and all below it have used, seconds. */
export function treeSeconds(root: number): number {
  return treeOf(root).reduce((sum, pid) => {
    const stat = statOf(pid)
    return stat === null ? sum : sum + (Number(stat[11]) + Number(stat[12])) / ticksPerSecond
  }, 0)
}

const ticksPerSecond = 100

/** The fields of `/proc/…/stat` behind the name, which may hold anything: state, parent, … */
function statOf(pid: number): string[] | null {
  const stat = readProcess(pid, 'stat')
  return stat === null ? null : stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** Processes end while they are looked at: null. */
export function readProcess(pid: number, file: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
  } catch {
    return null
  }
}
