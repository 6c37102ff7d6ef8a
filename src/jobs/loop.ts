/** Work that repeats until it is stopped; never two rounds at once. */
export interface Loop {
  /** Runs a round now, or right after the one under way. */
  wake(): void
  stop(): Promise<void>
}

/** Even when woken a round leaves so much time to others: followers may be behind, requests not. */
export const rest_ms = 250

/**
 * A round that fails is logged and tried again after the pause: a passing fault must not end the work for good. `rest`: ms that a woken
 * round leaves to others.
 */
export function startLoop(
  pause_ms: number,
  round: () => Promise<void>,
  failed: (error: unknown) => void,
  rest: () => number = () => Math.min(rest_ms, pause_ms),
): Loop {
  let stopped = false
  let rouse: () => void = () => undefined
  let woken = false
  const asleep = (ms: number, resting: boolean) =>
    new Promise<void>((done) => {
      const timer = setTimeout(done, ms)
      rouse = () => {
        if (!stopped && resting) return
        clearTimeout(timer)
        done()
      }
    })
  const running = (async () => {
    while (!stopped) {
      woken = false
      await round().catch(failed)
      if (!stopped) await asleep(woken ? rest() : pause_ms, woken)
    }
  })()
  return {
    wake: () => {
      woken = true
      rouse()
    },
    stop: async () => {
      stopped = true
      rouse()
      await running
    },
  }
}
