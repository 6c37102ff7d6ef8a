/** A sender may come ten seconds' worth at once, after it was quiet. */
const seconds_saved = 10
const mostKeys = 10_000

/** How fast each write key sends. Counts in this process; nothing of it outlives a start. */
export interface KeyPace {
  /** Seconds to wait, or null when the request may pass. */
  ask(key_id: string, per_second: number, now: number): number | null
}

export function createKeyPace(): KeyPace {
  const keys = new Map<string, { left: number; at: number }>()
  return {
    ask: (key_id, per_second, now) => {
      const most = per_second * seconds_saved
      const known = keys.get(key_id) ?? { left: most, at: now }
      const left = Math.min(most, known.left + (Math.max(0, now - known.at) / 1000) * per_second)
      if (keys.size > mostKeys) keys.clear()
      keys.set(key_id, { left: left >= 1 ? left - 1 : left, at: now })
      return left >= 1 ? null : Math.max(1, Math.ceil((1 - left) / per_second))
    },
  }
}
