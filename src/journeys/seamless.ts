import type { AskedTwice } from './asked-twice.ts'
import type { HistoryEntry } from './history-order.ts'
import type { Gap } from './run.ts'

export const handOffFailures = ['identity', 'context', 'asked_again', 'waited'] as const

/** Where the customer passed from one channel, team or person to another. A failure is null where it was not observed. */
export interface HandOff {
  /** Of the interaction that received them. */
  interaction_id: string
  at: number
  kinds: ('channel' | 'team' | 'agent')[]
  /** The channels where it changed, else the teams; of agents the team that both are of, '' = not known. */
  from: string
  to: string
  /** Who they were again had to be established. */
  identity: boolean | null
  /** The receiver did not have the history before them. */
  context: boolean | null
  /** An item known was asked again. */
  asked_again: boolean | null
  /** They waited beyond what is tolerated. */
  waited: boolean | null
  /** Mean of the failures observed, 0 to 1; null where none was. */
  failure: number | null
}

export interface Seamless {
  hand_offs: HandOff[]
  /** 1 − mean failure of the hand-offs at which something was observed; null without any. */
  seamless: number | null
}

type Seen = Pick<
  HistoryEntry,
  'interaction_id' | 'direction' | 'channel' | 'team' | 'agent' | 'started_at' | 'attributes'
>

/**
 * The hand-offs of a run and what failed at them (methods A.9). `asked` null = no interaction says what it asked; `gaps`
 * null = silence is unknown. Without a hand-off the measure is undefined, not 1.
 */
export function seamlessOf(
  interactions: readonly Seen[],
  ends: readonly (number | null)[],
  asked: AskedTwice | null,
  gaps: readonly Gap[] | null,
): Seamless {
  const hand_offs: HandOff[] = []
  const again = asked && Map.groupBy(asked.items, (item) => item.interaction_id)
  let before = -1
  interactions.forEach((interaction, position) => {
    if (interaction.direction === 'internal') return
    const giver = interactions[before]
    if (giver !== undefined) {
      const done = ends[before] ?? giver.started_at
      const kinds = kindsOf(giver, interaction, interaction.started_at <= done)
      if (kinds.length > 0) hand_offs.push(judge(giver, interaction, kinds, done, again, gaps))
    }
    before = position
  })
  const failures = hand_offs.flatMap(({ failure }) => failure ?? [])
  return { hand_offs, seamless: failures.length === 0 ? null : 1 - meanOf(failures) }
}

/** Another agent is a hand-off only while the contact goes on: a call next week is answered by whoever is there. */
function kindsOf(giver: Seen, receiver: Seen, goes_on: boolean): HandOff['kinds'] {
  const known = (channel: string) => channel !== '' && channel !== 'unknown'
  const changed = (before: string, after: string) => before !== '' && after !== '' && before !== after
  const kinds: HandOff['kinds'] = []
  if (known(giver.channel) && known(receiver.channel) && giver.channel !== receiver.channel)
    kinds.push('channel')
  if (changed(giver.team, receiver.team)) kinds.push('team')
  if (goes_on && changed(giver.agent, receiver.agent)) kinds.push('agent')
  return kinds
}

function judge(
  giver: Seen,
  receiver: Seen,
  kinds: HandOff['kinds'],
  done: number,
  asked: ReadonlyMap<string, AskedTwice['items']> | null,
  gaps: readonly Gap[] | null,
): HandOff {
  const { interaction_id, started_at: at } = receiver
  const again = asked && (asked.get(interaction_id) ?? [])
  const failures = {
    identity: again?.some(({ security }) => security) ?? null,
    context: withoutContext(receiver.attributes),
    asked_again: again?.some(({ security }) => !security) ?? null,
    waited: gaps && waitedBetween(gaps, done, at),
  }
  const observed = handOffFailures.flatMap((name) => failures[name] ?? [])
  const failure = observed.length === 0 ? null : meanOf(observed.map(Number))
  const by = kinds[0] === 'channel' ? 'channel' : 'team'
  return { interaction_id, at, kinds, from: giver[by], to: receiver[by], ...failures, failure }
}

/** Attribute `history_opened`: yes or no. */
function withoutContext({ history_opened }: Record<string, string>): boolean | null {
  const word = (history_opened ?? '').toLowerCase()
  if (['yes', 'true', '1'].includes(word)) return false
  return ['no', 'false', '0'].includes(word) ? true : null
}

/** The part of a gap beyond its tolerance fell between the two. Gaps follow each other without overlap. */
function waitedBetween(gaps: readonly Gap[], done: number, at: number): boolean {
  let next = 0
  for (let end = gaps.length; next < end; ) {
    const middle = (next + end) >> 1
    if (gaps[middle]!.to_at > done) end = middle
    else next = middle + 1
  }
  for (; next < gaps.length && gaps[next]!.from_at < at; next++)
    if (gaps[next]!.from_at + gaps[next]!.tolerance * 1000 < at) return true
  return false
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
