import { type HavingKind, partsOfHaving } from '../contract.ts'

type Parts = (string | null)[]

const named = (part: string | null | undefined) => (part === '' ? 'unknown' : (part ?? 'any'))
/** `web → phone`; '' when neither is asked for. */
const fromTo = (from?: string | null, to?: string | null) =>
  from == null && to == null ? '' : ` ${named(from)} → ${named(to)}`

const failures: Record<string, string> = {
  identity: ', at which they had to say again who they are',
  context: ', without their history',
  asked_again: ', at which something known was asked again',
  waited: ', at which they waited beyond the tolerance',
  failed: ', at which something failed',
}
const between: Record<string, string> = { channel: 'channels', team: 'teams', agent: 'people' }

const askedAgain = (what: string, [item, given_in, channel]: Parts) =>
  [
    `that were asked again for ${item == null ? what : `“${named(item)}”`}`,
    given_in == null ? '' : `given by ${named(given_in)}`,
    channel == null ? '' : `asked by ${named(channel)}`,
  ]
    .filter(Boolean)
    .join(', ')

const words: Record<HavingKind, (parts: Parts) => string> = {
  silent: () => 'with silence beyond tolerance',
  silent_now: () => 'in silence now',
  chase: () => 'in which the customer chased',
  repeat: () => 'in which the customer came back about the same',
  complaint: () => 'in which the customer complained',
  clarification: () => 'in which the customer asked what they had been told',
  failure_demand: () => 'with contacts that only came of a failure',
  came_again: ([days]) =>
    `in which a customer came again${days == null ? '' : ` within ${days} ${days === '1' ? 'day' : 'days'}`}`,
  forced_switch: ([from, to]) => `with a forced switch of channel${fromTo(from, to)}`,
  chosen_switch: ([from, to]) => `with a chosen switch of channel${fromTo(from, to)}`,
  designed_switch: ([from, to]) => `with a designed switch of channel${fromTo(from, to)}`,
  asked_twice: (parts) => askedAgain('what they had given', parts),
  security_asked_twice: (parts) => askedAgain('what proves who they are', parts),
  hand_off: ([kind, from, to, failure]) =>
    `with a hand-off${kind == null ? '' : ` between ${between[kind] ?? kind}`}${fromTo(from, to)}${failure == null ? '' : (failures[failure] ?? '')}`,
  no_hand_off: () => 'without any hand-off',
  contradiction: ([first, second, what]) =>
    `with a contradiction${what == null ? '' : ` about ${named(what).replaceAll('_', ' ')}`}${fromTo(first, second)}`,
  came_to: ([step]) => `that came to “${named(step)}”`,
  decided_with: ([step]) => `that are over and took “${named(step)}”`,
  decided_without: ([step]) => `that are over and went without “${named(step)}”`,
  forced_out: ([channel]) =>
    `that were soon forced out of the channel they began in${channel == null ? '' : `, ${named(channel)}`}`,
  followed_by: ([journey]) =>
    journey == null ? 'that were resolved' : `after which the customer next began “${named(journey)}”`,
}

/** Why these runs and no others: what they must have, in words. */
export function havingWords(having: string): string {
  const { kind, parts } = partsOfHaving(having)
  return words[kind as HavingKind]?.(parts) ?? `that have ${kind}`
}
