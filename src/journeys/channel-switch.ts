import type { Contact } from './contact.ts'
import type { HistoryEntry } from './history-order.ts'
import type { DesignedStep } from './storyboard.ts'

/** Two contacts, one after the other, in different channels. */
export interface ChannelSwitch {
  kind: 'forced' | 'chosen' | 'designed'
  /** Why it is forced: the data says so, or the customer came within the window with the matter unresolved. */
  reason: 'explicit' | 'implicit' | null
  from: string
  to: string
  /** When the contact before was over, and when the next began. */
  from_at: number
  at: number
  /** Of the first interaction in the new channel. */
  interaction_id: string
}

export interface SwitchDesign {
  interactions: readonly Pick<HistoryEntry, 'interaction_id' | 'attributes'>[]
  /** Designed step of each interaction, '' = none. */
  assigned: readonly string[]
  steps: ReadonlyMap<string, Pick<DesignedStep, 'channels'>>
  /** When the customer gave up; null = they did not. */
  left_at: number | null
}

/** Within so many hours a customer who comes by another channel was made to (methods A.3, the declared default). */
export const switchWindowHours = 24

/**
 * The switches of channel between known channels (methods A.3). Designed: the storyboard has the next step in another
 * channel only. Forced: the matter is unresolved at the end of the contact before, and that contact handed off or failed, or
 * the customer comes within the window, unless to do what the company had asked for and the design expects, or to give
 * up. Chosen otherwise. `resolved_at`: time of the outcome, null = none or not known.
 */
export function channelSwitches(
  contacts: readonly Contact[],
  design: SwitchDesign,
  resolved_at: number | null,
  hours = switchWindowHours,
): ChannelSwitch[] {
  const switches: ChannelSwitch[] = []
  let before: Contact | null = null
  for (const contact of contacts) {
    if (contact.channel === '' || contact.channel === 'unknown') continue
    if (before !== null && before.channel !== contact.channel) {
      const verdict = judge(before, contact, design, resolved_at, hours)
      switches.push({
        ...verdict,
        from: before.channel,
        to: contact.channel,
        from_at: before.ended_at,
        at: contact.started_at,
        interaction_id: design.interactions[contact.positions[0]!]!.interaction_id,
      })
    }
    before = contact
  }
  return switches
}

function judge(
  before: Contact,
  next: Contact,
  design: SwitchDesign,
  resolved_at: number | null,
  hours: number,
): Pick<ChannelSwitch, 'kind' | 'reason'> {
  if (isDesigned(before, next, design)) return { kind: 'designed', reason: null }
  if (resolved_at !== null && resolved_at <= before.ended_at) return { kind: 'chosen', reason: null }
  const last = design.interactions[before.positions.at(-1)!]!
  if (handsOff(last.attributes)) return { kind: 'forced', reason: 'explicit' }
  const soon = next.started_at - before.ended_at <= hours * 3_600_000
  const answers = next.expected && before.by_customer === false
  const leaves = next.started_at === design.left_at
  if (next.by_customer && soon && !answers && !leaves) return { kind: 'forced', reason: 'implicit' }
  return { kind: 'chosen', reason: null }
}

function isDesigned(before: Contact, next: Contact, { assigned, steps }: SwitchDesign): boolean {
  const left = assigned[before.positions.at(-1)!]!
  const taken = assigned[next.positions[0]!]!
  if (left === '' || taken === '' || left === taken) return false
  const channels = steps.get(taken)?.channels ?? []
  return channels.includes(next.channel) && !channels.includes(before.channel)
}

const failures = new Set([
  'hand_off',
  'handoff',
  'handed_off',
  'transferred',
  'failed',
  'failure',
  'error',
  'unresolved',
  'not_possible',
])
const no = new Set(['', 'no', 'false', '0', 'none'])

/** The interaction says that it could not be done here: attribute `hand_off`, or `outcome` with a word for failure. */
export function handsOff(attributes: Record<string, string>): boolean {
  const handed = (attributes.hand_off ?? '').toLowerCase()
  const outcome = (attributes.outcome ?? '').toLowerCase().replaceAll(/[ -]/g, '_')
  return !no.has(handed) || failures.has(outcome)
}
