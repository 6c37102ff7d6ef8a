import type { JourneyStore } from './build.ts'
import type { WasteReport } from './contract.ts'
import { effortOverheads } from './effort.ts'
import { proportionOf, seenIn } from './measured-figure.ts'
import { observedRuns } from './observed-runs.ts'
import { ratiosOf, totalBetween } from './ratios.ts'
import type { DesignedStep } from './storyboard.ts'
import type { View } from './view.ts'
import { wastedSteps } from './waste-steps.ts'

/** Why a customer came, the first that fits, and the minutes each costs; a chase is a contact and a chase. */
const reasons = {
  chase: effortOverheads.contacts + effortOverheads.chases,
  repeat: effortOverheads.contacts,
  complaint: effortOverheads.contacts,
  clarification: effortOverheads.contacts,
} as const
type Reason = keyof typeof reasons
const named = Object.keys(reasons) as Reason[]

/** Chases are known where silence is; the others where somebody is known to have begun a contact. */
const knownBy = (reason: Reason) => (reason === 'chase' ? 'effort.chases' : 'effort.contacts')

/** What customers did for nothing, by what it came of (methods A.2, A.5, A.13); `wasted`: the designed steps found to be waste. */
export async function wasteCauses(
  store: JourneyStore,
  view: View,
  wasted: readonly DesignedStep[],
): Promise<WasteReport['failure']> {
  const runsWith = Object.fromEntries(named.map((reason) => [reason, `failure_demand.${reason} > 0`]))
  const asked = Object.fromEntries(
    named.map((reason) => [
      reason,
      { of: `failure_demand.${reason}`, per: `if(${knownBy(reason)} IS NULL, NULL, 1)` },
    ]),
  )
  const [{ runs, observed, ...counted }, ratios, all, steps] = await Promise.all([
    observedRuns(store, view, { ...runsWith, observed: 'effort.contacts IS NOT NULL' }),
    ratiosOf(store, view, asked),
    ratiosOf(store, view, { contacts: { of: 'failure_demand.contacts', per: '1' } }),
    wastedSteps(store, view, wasted),
  ])
  const causes = named.map((reason) => {
    const times = totalBetween(ratios[reason]!)
    const minutes = totalBetween(ratios[reason]!, reasons[reason])
    return {
      cause: reason,
      step: '',
      runs: (counted as Record<string, number>)[reason]!,
      steps: times.total === null ? null : Math.round(times.total),
      minutes: minutes.total,
      low: minutes.low,
      high: minutes.high,
      seen: seenIn(ratios[reason]!.n, runs),
    }
  })
  const contacts = Math.round(totalBetween(all.contacts).total ?? 0)
  const came = causes.reduce((sum, { steps }) => sum + (steps ?? 0), 0)
  return {
    seen: seenIn(observed, runs),
    contacts: proportionOf(Math.min(came, contacts), contacts),
    causes: [...steps.map((step) => ({ ...step, seen: seenIn(runs, runs) })), ...causes],
  }
}
