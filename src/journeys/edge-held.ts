import type { z } from 'zod'
import type { Held, runShare } from './contract.ts'
import { shareOf } from './share.ts'

/** Sums that both the map and one of its edges are told from, as the engine writes them. */
export type WaitedRow = Record<'all_seconds' | 'customer' | 'company' | 'third_party', string | number>

/** Whose ball it was while waiting, as shares of that time; null where there was nothing to wait. */
export function heldOf(row: WaitedRow): Held | null {
  const all = Number(row.all_seconds)
  if (all <= 0) return null
  const [customer, company, third_party] = [
    Number(row.customer) / all,
    Number(row.company) / all,
    Number(row.third_party) / all,
  ]
  return { customer, company, third_party, unknown: Math.max(0, 1 - customer - company - third_party) }
}

/** Who held the ball longest; `unknown` where nobody waited. */
export function mostlyHeld(shares: Held | null): keyof Held {
  if (shares === null) return 'unknown'
  const parties = ['company', 'customer', 'third_party', 'unknown'] as const
  return parties.reduce((most, each) => (shares[each] > shares[most] ? each : most))
}

/** Runs with their share and its interval; nothing judged is unknown, not none. */
export function runShareOf(runs: number, of: number): z.infer<typeof runShare> {
  return { runs, of, ...shareOf(runs, of) }
}
