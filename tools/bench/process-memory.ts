import { readProcess, treeOf } from './process-tree.ts'
import { quantile } from './quantiles.ts'

export interface MemorySeen {
  peak_mb: number
  p95_mb: number
  last_mb: number
}

/**
 * Resident memory of a process and all below it, megabytes, pages shared between them counted once (PSS). Null off Linux. Of a
 * large process all resident pages count: telling them apart walks its page tables, a twelfth of two cores while a build was measured.
 */
export function treeMemory(root: number): number | null {
  if (process.platform !== 'linux') return null
  return treeOf(root).reduce((sum, pid) => sum + ownMemory(pid), 0) / 1024
}

const large_kb = 200_000

function ownMemory(pid: number): number {
  const resident = Number(/^VmRSS:\s+(\d+)/m.exec(readProcess(pid, 'status') ?? '')?.[1] ?? 0)
  if (resident > large_kb) return resident
  return Number(/^Pss:\s+(\d+)/m.exec(readProcess(pid, 'smaps_rollup') ?? '')?.[1] ?? 0)
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
