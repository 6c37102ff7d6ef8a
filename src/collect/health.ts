import type { z } from 'zod'
import { wilson } from '../stats/proportion.ts'
import type { Store } from './commit.ts'
import type { feedHealth } from './contract.ts'
import { type Feed, readFeeds } from './feed-ends.ts'
import { type FeedFacts, readFacts } from './feed-facts.ts'
import { readQuarters } from './feed-quarters.ts'
import { openSilences, type Silence } from './feed-watch.ts'
import { heldBySource } from './quarantine-store.ts'
import { type Again, resentOf } from './resent.ts'
import { Rhythm } from './rhythm.ts'

type Shown = z.input<typeof feedHealth>

const day_ms = 86_400_000
const quartersInDay = 96
/** Days that are shown. */
const shownDays = 28

/** The feeds of a workspace as a data engineer wants to see them (docs/methods/data-health.md), the troubled first. */
export async function readHealthOf(
  store: Store,
  workspace: string,
  now: number,
): Promise<{ feeds: Shown[]; as_of: string }> {
  // To the minute: what was asked in it is remembered.
  const as_of = Math.ceil(now / 60_000) * 60_000
  const feeds = await readFeeds(store, workspace, as_of)
  const [quarters, facts, silences, held, again] = await Promise.all([
    readQuarters(store.analytics, workspace, feeds, 'shown'),
    readFacts(store.analytics, workspace, feeds, 7 * day_ms),
    openSilences(store.db, workspace),
    heldBySource(store.db, workspace),
    resentOf(store.db, workspace, new Date(as_of - 28 * day_ms)),
  ])
  const shown = feeds.map((feed) =>
    healthOf(feed, {
      counts: quarters.get(feed.source) ?? [],
      facts: facts.get(feed.source) ?? null,
      silence: silences.get(feed.source) ?? null,
      held: held.get(feed.source) ?? 0,
      again: again.get(feed.source) ?? null,
    }),
  )
  const worst = ['silent', 'low', 'high', 'usual', 'unknown']
  return {
    feeds: shown.sort((a, b) => worst.indexOf(a.state) - worst.indexOf(b.state)),
    as_of: new Date(as_of).toISOString(),
  }
}

interface Seen {
  counts: (number | null)[]
  facts: FeedFacts | null
  silence: Silence | null
  held: number
  again: Again | null
}

function healthOf(feed: Feed, { counts, facts, silence, held, again }: Seen): Shown {
  const days = daysOf(counts)
  const rhythm = new Rhythm(days, 7)
  const told = days.map((count, place) => {
    if (count === null) return null
    const starts_at = new Date(feed.end - (days.length - place) * day_ms).toISOString()
    return { starts_at, ...against(count, rhythm.at(place)) }
  })
  const last = told.at(-1) ?? { starts_at: '', ...against(0, null) }
  const { starts_at: _, ...day } = last
  const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString())
  return {
    source: feed.source,
    kind: feed.live ? 'live' : 'file',
    state: silence === null ? stateOf(day) : 'silent',
    last_received: iso(feed.last_received),
    silent_since: iso(silence?.since ?? null),
    missed: silence?.missed ?? null,
    known_until: iso(feed.live ? (silence?.since ?? feed.end) : feed.complete_until),
    until: new Date(feed.end).toISOString(),
    day,
    days: told.slice(-shownDays),
    lately: facts === null ? null : latelyOf(facts, feed.live),
    again: again === null || again.received === 0 ? null : shareOf(again.resent, again.received),
    quarantined: held,
  }
}

/** The quarters of an hour as whole days before the end. */
function daysOf(counts: readonly (number | null)[]): (number | null)[] {
  const whole = Math.floor(counts.length / quartersInDay)
  return Array.from({ length: whole }, (_, place) => {
    const end = counts.length - (whole - 1 - place) * quartersInDay
    const own = counts.slice(end - quartersInDay, end)
    // A day in which it began is not a day of it, unless it is all there is.
    if (own.some((count) => count === null) && place < whole - 1) return null
    if (own.every((count) => count === null)) return null
    return own.reduce<number>((sum, count) => sum + (count ?? 0), 0)
  })
}

function against(count: number, expected: ReturnType<Rhythm['at']>): Shown['day'] {
  return {
    count,
    expected: expected?.expected ?? null,
    low: expected?.low ?? null,
    high: expected?.high ?? null,
    weeks: expected?.weeks ?? 0,
  }
}

function stateOf({ count, low, high }: Shown['day']): Shown['state'] {
  if (low === null || high === null) return 'unknown'
  if (count < low) return 'low'
  return count > high ? 'high' : 'usual'
}

function latelyOf(facts: FeedFacts, live: boolean): NonNullable<Shown['lately']> {
  const { interactions, nameless, ahead, most_ahead, late, lateness } = facts
  return {
    interactions,
    nameless: shareOf(nameless, interactions),
    ahead: shareOf(ahead, interactions),
    most_ahead: Math.max(0, most_ahead),
    late: live ? { ...late, within: lateness } : null,
  }
}

const shareOf = (part: number, of: number) => ({ part, of, ...wilson(part, of) })
