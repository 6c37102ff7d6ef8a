/** Where a fault shows among the breaks. */
import type { BreakFound } from '../../src/journeys/contract.ts'
import { promised } from './design.ts'
import type { Fault } from './faults.ts'

/** Kind and place of a break; an end left out may be anything. */
export interface Shown {
  kind: BreakFound['kind']
  from?: string
  to?: string
}

/** The break that must be found, then those that may stand beside it. */
export function shownAs({ kind, from, to }: Pick<Fault, 'kind' | 'from' | 'to'>): [Shown, ...Shown[]] {
  switch (kind) {
    case 'repeated_step':
      return [{ kind, to: from }]
    case 'skipped_step':
      return [{ kind, to }]
    case 'drop_out':
      return [{ kind, from }]
    case 'abandoned':
      return [
        { kind: 'drop_out', from },
        { kind: 'silence', from, to },
      ]
    case 'contradiction':
      return [{ kind, from: 'mail', to: 'shop' }]
    case 'forced_switch':
      return [{ kind, from: 'web', to: 'phone' }]
    case 'hand_off':
      return to === promised.to
        ? [{ kind, from: 'mail', to: 'shop' }]
        : [{ kind, from: 'Service line', to: 'Back office' }]
    default:
      return [{ kind, from, to }]
  }
}
