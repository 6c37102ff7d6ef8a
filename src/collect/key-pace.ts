/** A sender may come ten seconds' worth at once, after it was quiet. */
const seconds_saved = 10
/** No sender is told to stay away for longer. */
const longest_wait_ms = 60_000
const mostKeys = 10_000

/** How fast each write key sends. Counts in this process; nothing of it outlives a start. */
export interface KeyPace {
  /**
   * Seconds to wait, or null when the request may pass. Each is told a time of its own: SDKs that were all told the same
   * came back together, were refused together, and gave up after ten times.
   */
  ask(key_id: string, per_second: number, now: number): number | null
}

interface Pace {
  left: number
  at: number
  /** The latest time that somebody was told to come again. */
  told: number
}

export function createKeyPace(): KeyPace {
  const keys = new Map<string, Pace>()
  return {
    ask: (key_id, per_second, now) => {
      const most = per_second * seconds_saved
      const known = keys.get(key_id) ?? { left: most, at: now, told: now }
      const left = Math.min(most, known.left + (Math.max(0, now - known.at) / 1000) * per_second)
      const passes = left >= 1
      // A key that has saved all it can keeps nobody waiting.
      const before = left === most ? now : known.told
      const turn = Math.max(now + ((1 - left) / per_second) * 1000, before + 1000 / per_second)
      const told = passes ? before : Math.min(turn, now + longest_wait_ms)
      if (keys.size > mostKeys) keys.clear()
      keys.set(key_id, { left: passes ? left - 1 : left, at: now, told })
      // Less than a millisecond early is no second more: a sum of fractions is not exact.
      return passes ? null : Math.max(1, Math.ceil((told - now - 1) / 1000))
    },
  }
}
