import { setTimeout as wait } from 'node:timers/promises'
import { isAway } from '../storage/away.ts'

interface Again {
  wanted(): boolean
  log: { error(error: unknown): void }
  pause_ms?: number
}

/** Does work that may be done again, anew each time an engine is away in the midst of it, until it is through or nobody wants it any more. */
export async function untilNotAway<Result>(
  work: () => Promise<Result>,
  { wanted, log, pause_ms = 2_000 }: Again,
): Promise<Result> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isAway(error) || !wanted()) throw error
      log.error(error)
    }
    await wait(pause_ms)
  }
}
