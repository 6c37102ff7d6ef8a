/** Resident memory of this process in MB, after a collection where the process may ask for one. */
export function residentMb(): number {
  globalThis.gc?.()
  return Math.round(process.memoryUsage.rss() / 1_048_576)
}
