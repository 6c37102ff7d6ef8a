/** Work that repeats until it is stopped; never two rounds at once. */
export interface Loop {
  /** Runs a round now, or right after the one under way. */
  wake(): void
  stop(): Promise<void>
}

/** A round that fails is logged and tried again after the pause: a passing fault must not end the work for good. */
export function startLoop(
  pause_ms: number,
  round: () => Promise<void>,
  failed: (error: unknown) => void,
): Loop {
  let stopped = false
  let rouse: () => void = () => undefined
  let woken = false
  const running = (async () => {
    while (!stopped) {
      woken = false
      await round().catch(failed)
      if (!woken && !stopped)
        await new Promise<void>((done) => {
          const timer = setTimeout(done, pause_ms)
          rouse = () => {
            clearTimeout(timer)
            done()
          }
        })
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
