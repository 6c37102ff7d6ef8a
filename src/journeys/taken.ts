import type { Party } from '../collect/contract.ts'
import type { HistoryEntry } from './history-order.ts'

/** What happened in a run, interaction by interaction, before it is compared with the design. Arrays by position. */
export interface Taken {
  /** End, where it was observed not after as_of. */
  ends: (number | null)[]
  /** Seconds since everything before had ended; 0 while something still ran, and for the first. */
  waiting: number[]
  /** Who held the ball while waiting before each; `unknown` for the first. */
  waited_for: Party[]
  /** Who holds the ball after each; at first the company. */
  ball: Exclude<Party, 'unknown'>[]
  contacts: number
  channels: string[]
  switches: number
}

/**
 * Waiting, ball, contacts and channels of a run (methods A.1, A.3). Active time and waiting partition the run:
 * overlapping interactions are merged. Contacts are inbound or outbound; channels and their switches are those of
 * interactions that are not internal and whose channel is known.
 */
export function takenOf(interactions: HistoryEntry[], as_of: number): Taken {
  const taken: Taken = {
    ends: [],
    waiting: [],
    waited_for: [],
    ball: [],
    contacts: 0,
    channels: [],
    switches: 0,
  }
  let until = Number.NEGATIVE_INFINITY
  let holder: Exclude<Party, 'unknown'> = 'company'
  let channel = ''
  for (let index = 0; index < interactions.length; index++) {
    const interaction = interactions[index]!
    const { started_at, ended_at, direction } = interaction
    const end = ended_at !== null && ended_at >= started_at && ended_at <= as_of ? ended_at : null
    taken.ends.push(end)
    taken.waiting.push(index === 0 ? 0 : Math.max(0, started_at - until) / 1000)
    taken.waited_for.push(index === 0 ? 'unknown' : holder)
    until = Math.max(until, end ?? started_at)
    holder = saidBall(interaction) ?? holder
    taken.ball.push(holder)
    if (direction === 'inbound' || direction === 'outbound') taken.contacts++
    if (direction === 'internal' || interaction.channel === '' || interaction.channel === 'unknown') continue
    if (channel !== '' && channel !== interaction.channel) taken.switches++
    channel = interaction.channel
    if (!taken.channels.includes(channel)) taken.channels.push(channel)
  }
  return taken
}

/**
 * Who holds the ball after an interaction: as it says; else the customer when news asks something of them, the company
 * when news says nothing is needed or when the customer came to it. Null = it stays with whoever held it.
 */
export function saidBall(
  interaction: Pick<HistoryEntry, 'ball_after' | 'news' | 'direction'>,
): Exclude<Party, 'unknown'> | null {
  if (interaction.ball_after !== 'unknown') return interaction.ball_after
  const needed = interaction.news?.needed_from_you ?? null
  if (needed !== null && interaction.news?.delivery !== 'failed')
    return needed === 'nothing' ? 'company' : 'customer'
  return interaction.direction === 'inbound' ? 'company' : null
}
