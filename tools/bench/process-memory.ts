import { readdirSync, readFileSync } from 'node:fs'
import { quantile } from './quantiles.ts'

export interface MemorySeen {
  peak_mb: number
  p95_mb: number
  last_mb: number
}

/** Resident memory of a process and all below it, megabytes, pages shared between them counted once (PSS). Null off Linux. */
export function treeMemory(root: number): number | null {
  if (process.platform !== 'linux') return null
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const parent = parentOf(Number(name))
    if (parent !== null) children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  let kilobytes = 0
  const open = [root]
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    kilobytes += ownMemory(pid)
    open.push(...(children.get(pid) ?? []))
  }
  return kilobytes / 1024
}

function parentOf(pid: number): number | null {
  const stat = read(`/proc/${pid}/stat`)
  return stat === null ? null : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

function ownMemory(pid: number): number {
  return Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? '')?.[1] ?? 0)
}

/** Processes end while they are looked at. */
function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/** Looks at the memory of a process tree twice a second until it is asked for the result. */
export function watchMemory(root: number): () => MemorySeen | null {
  const seen: number[] = []
  const look = () => {
    const now = treeMemory(root)
    if (now !== null) seen.push(now)
  }
  look()
  const timer = setInterval(look, 500)
  return () => {
    clearInterval(timer)
    look()
    return seen.length === 0
      ? null
      : { peak_mb: Math.max(...seen), p95_mb: quantile(seen, 0.95), last_mb: seen[seen.length - 1]! }
  }
}
