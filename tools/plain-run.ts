// What a run is by definition, hour by hour: slow and obvious, for tests to hold the fast way against. Times are whole hours.
import type { Interaction } from '../src/collect/contract.ts'

const hour = 3_600_000
const live = new Set(['phone', 'chat'])

type Holder = 'active' | 'company' | 'customer' | 'third_party' | 'unknown'

export interface PlainRun {
  contacts: number
  switches: number
  /** Hours by who held the ball, until the run last moved or ended (methods A.1). */
  held: Record<Holder, number>
  /** Stretches without news while the ball was not with the customer (methods A.6), hours since the run's start. */
  gaps: [from: number, to: number][]
  /** State of the promise `delivery`, where one was made once and for all (methods A.7). */
  promise: 'kept' | 'late' | 'broken' | 'open' | 'void' | null
}

/** The run of a history that starts with its first interaction and succeeds at touchpoint `done`; nothing after `as_of` is known. */
export function plainRun(history: Interaction[], done: string, as_of: number): PlainRun {
  const run = history
    .filter(({ started_at }) => started_at <= as_of)
    .sort((a, b) => a.started_at - b.started_at || a.sequence - b.sequence)
  const start = run[0]!.started_at
  const success = run.find(({ touchpoint }) => touchpoint === done)?.started_at ?? null
  return {
    contacts: run.filter(({ direction }) => direction !== 'internal').length,
    switches: switchesOf(run),
    held: heldOf(run, start, success, as_of),
    gaps: gapsOf(run, success ?? as_of, as_of).map(([from, to]) => [
      (from - start) / hour,
      (to - start) / hour,
    ]),
    promise: promiseOf(run, as_of),
  }
}

const endOf = ({ started_at, ended_at }: Interaction, as_of: number) =>
  ended_at !== null && ended_at >= started_at && ended_at <= as_of ? ended_at : null

function switchesOf(run: Interaction[]): number {
  const channels = run
    .filter(({ direction, channel }) => direction !== 'internal' && channel !== '')
    .map(({ channel }) => channel)
  return channels.filter((channel, place) => place > 0 && channel !== channels[place - 1]).length
}

/** Who an interaction gives the ball to; null: it stays where it is. */
function given({ ball_after, news, direction }: Interaction): 'company' | 'customer' | 'third_party' | null {
  if (ball_after !== 'unknown') return ball_after
  if (news !== null && news.needed_from_you !== null && news.delivery !== 'failed')
    return news.needed_from_you === 'nothing' ? 'company' : 'customer'
  return direction === 'inbound' ? 'company' : null
}

/** Each hour has one holder: whoever takes part in it, else whoever was given the ball last. */
function heldOf(run: Interaction[], start: number, success: number | null, as_of: number): PlainRun['held'] {
  const held = { active: 0, company: 0, customer: 0, third_party: 0, unknown: 0 }
  const until = success ?? Math.max(...run.map((each) => endOf(each, as_of) ?? each.started_at))
  for (let at = start; at < until; at += hour) {
    const takesPart = run.some(
      (each) => each.direction !== 'internal' && each.started_at <= at && (endOf(each, as_of) ?? 0) > at,
    )
    let holder: Holder = 'unknown'
    let latest = Number.NEGATIVE_INFINITY
    for (const each of run) {
      const to = given(each)
      const moved = each.direction === 'internal' ? (endOf(each, as_of) ?? each.started_at) : each.started_at
      if (to === null || moved > at || moved < latest) continue
      holder = to
      latest = moved
    }
    held[takesPart ? 'active' : holder]++
  }
  return held
}

/** Each hour is silent or not; hours of silence with no news between them are one gap. */
function gapsOf(run: Interaction[], end: number, as_of: number): [number, number][] {
  let holder: string = 'company'
  const marks = run.map((each, place) => {
    holder = given(each) ?? holder
    const heard = live.has(each.channel) ? (endOf(each, as_of) ?? each.started_at) : each.started_at
    const news = place === 0 || each.news !== null || datesToldBy(each)
    return { heard, news, withCustomer: holder === 'customer', place }
  })
  const first = Math.min(...marks.map(({ heard }) => heard))
  const gaps: [number, number][] = []
  let from: number | null = null
  for (let at = first; at < end; at += hour) {
    const now = marks.filter(({ heard }) => heard === at)
    const last = marks
      .filter(({ heard }) => heard <= at)
      .sort((a, b) => a.heard - b.heard || a.place - b.place)
    const cut = now.some(({ news, withCustomer }) => news || withCustomer)
    if (from !== null && cut) {
      if (at > from) gaps.push([from, at])
      from = null
    }
    if (!last.at(-1)!.withCustomer) from ??= at
  }
  if (from !== null && end > from) gaps.push([from, end])
  return gaps
}

/** A date told is news. */
const datesToldBy = ({ promises, started_at }: Interaction) =>
  promises.some(({ act, due, at }) => act === 'made' && due !== null && (at ?? started_at) === started_at)

/** Null where it is not made exactly once, or is fulfilled before it is made: what then holds is another rule's matter. */
function promiseOf(run: Interaction[], as_of: number): PlainRun['promise'] {
  const facts = run.flatMap(({ promises }) => promises).filter(({ at }) => at! <= as_of)
  const made = facts.filter(({ act }) => act === 'made')
  const fulfilled = facts.filter(({ act }) => act === 'fulfilled').map(({ at }) => at!)
  if (made.length !== 1 || fulfilled.some((at) => at < made[0]!.at!)) return null
  if (facts.some(({ act, at }) => act === 'voided' && at! >= made[0]!.at!)) return 'void'
  const due = made[0]!.due!
  if (fulfilled.length > 0) return Math.min(...fulfilled) <= due ? 'kept' : 'late'
  return as_of > due ? 'broken' : 'open'
}
