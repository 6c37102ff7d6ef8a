import { setTimeout as wait } from 'node:timers/promises'
import { isAway } from '../storage/away.ts'

const pause_ms = 2_000

/** Does work that may be done again, anew each time an engine is away in the midst of it, until it is through or nobody wants it any more. */
export async function untilNotAway<Result>(
  work: () => Promise<Result>,
  { wanted, log }: { wanted(): boolean; log: { error(error: unknown): void } },
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
