import { arrived } from './arrived.ts'
import type { HistoryEntry } from './history-order.ts'
import type { DesignedItem, DesignedStep } from './storyboard.ts'

/** An item asked although it was known. */
export interface AskedAgain {
  item: string
  /** Proving who one is, not information: counted apart. */
  security: boolean
  interaction_id: string
  channel: string
  at: number
  /** When, and in which channel, it had been given last. */
  given_at: number
  given_in: string
  /** Designed step (else touchpoint) at which it had been given last, and at which it was asked again. */
  from: string
  to: string
}

/** Items a run asked for; the rate is again / asked. */
export interface AskedTwice {
  asked: number
  again: number
  security_asked: number
  security_again: number
  items: AskedAgain[]
}

export interface AskRules {
  /** Items that prove who somebody is. */
  security: ReadonlySet<string>
  /** Seconds after which an item given must be asked anew. */
  expires: ReadonlyMap<string, number>
  /** What if these were shared: they are not asked again anywhere. */
  shared: ReadonlySet<string>
}

/** Version 1 of the rules that hold where the storyboard has no dictionary of items. */
export const askRules: AskRules = {
  security: new Set([
    'birth date',
    'date of birth',
    'identity',
    'identity check',
    'login',
    'one time code',
    'password',
    'pin',
    'security answer',
    'security code',
    'security question',
  ]),
  expires: new Map([['one time code', 600]]),
  shared: new Set(),
}

/** The rules with what a storyboard says about its items. */
export function askRulesOf(items: readonly DesignedItem[]): AskRules {
  if (items.length === 0) return askRules
  const security = items.filter((each) => each.security).map(({ item }) => itemName(item))
  const expires = items.flatMap(({ item, expires }) =>
    expires === null ? [] : [[itemName(item), expires] as const],
  )
  return { ...askRules, security: new Set(security), expires: new Map(expires) }
}

type Seen = Pick<
  HistoryEntry,
  | 'interaction_id'
  | 'touchpoint'
  | 'channel'
  | 'started_at'
  | 'news'
  | 'information_given'
  | 'information_asked'
>

/**
 * Which items a run asked again though they were known: given before, by whichever channel, told by the design or
 * asked by it, and not expired (methods A.4). Where an interaction does not say what it asked, its designed step (`step`: by
 * position) does. Null = unknown: neither says anything.
 */
export function askedTwice(
  interactions: readonly Seen[],
  step: (position: number) => Pick<DesignedStep, 'step' | 'asks' | 'tells'> | undefined,
  rules: AskRules = askRules,
): AskedTwice | null {
  const asks = (position: number) => {
    if (!arrived(interactions[position]!)) return []
    const own = interactions[position]!.information_asked
    return own.length > 0 ? own : (step(position)?.asks ?? [])
  }
  if (interactions.every((_, position) => asks(position).length === 0)) return null
  const found: AskedTwice = { asked: 0, again: 0, security_asked: 0, security_again: 0, items: [] }
  const place = (position: number) => step(position)?.step ?? interactions[position]!.touchpoint
  const known = new Map<string, number>()
  interactions.forEach((interaction, position) => {
    for (const item of new Set(asks(position).map(itemName))) {
      const given_by = known.get(item)
      const given = given_by === undefined ? undefined : interactions[given_by]!
      const again = given !== undefined && !expired(item, given, interaction, rules)
      if (again && rules.shared.has(item)) continue
      const security = rules.security.has(item)
      found[security ? 'security_asked' : 'asked']++
      if (!again) continue
      found[security ? 'security_again' : 'again']++
      const { interaction_id, channel, started_at: at } = interaction
      const before = { given_at: given.started_at, given_in: given.channel, from: place(given_by!) }
      found.items.push({ item, security, interaction_id, channel, at, ...before, to: place(position) })
    }
    const designed = step(position)
    const given = [...interaction.information_given, ...(designed?.tells ?? []), ...(designed?.asks ?? [])]
    for (const item of given) known.set(itemName(item), position)
  })
  return found
}

/** One name for one item, however a source spells it: `Date_of-birth` is `date of birth`. */
export function itemName(item: string): string {
  return item
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
}

function expired(item: string, given: Seen, now: Seen, { expires }: AskRules): boolean {
  const seconds = expires.get(item)
  return seconds !== undefined && now.started_at - given.started_at > seconds * 1000
}
