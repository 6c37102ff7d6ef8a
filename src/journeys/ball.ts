import type { Party } from '../collect/contract.ts'
import type { HistoryEntry } from './history-order.ts'
import { saidBall } from './taken.ts'

/** Whole milliseconds of a run; the five parts add up to `total` exactly. */
export interface BallTime {
  total: number
  /** The customer takes part: interactions that are not internal, overlaps merged. */
  active: number
  /** Waiting, by who held the ball; `unknown` until something tells. */
  company: number
  customer: number
  third_party: number
  unknown: number
}

/** A stretch of a run in which one holds the ball, or the customer takes part. */
export interface BallSpan {
  from: number
  to: number
  holder: Party | 'active'
}

/** The time of a run until it last moved, and who holds the ball since: nothing in it changes by time alone. */
export interface RunBall extends BallTime {
  until: number
  /** Null when the run is over. */
  holder: BallSpan['holder'] | null
}

type Seen = Pick<HistoryEntry, 'started_at' | 'direction' | 'ball_after' | 'news'>

/**
 * The time of a run from its first interaction to `until`, in stretches without holes and overlaps (methods A.1). The
 * ball moves when an interaction begins, for an internal one when it is done. `ends` by position; null = a moment.
 */
export function ballSpans(
  interactions: readonly Seen[],
  ends: readonly (number | null)[],
  until: number,
): BallSpan[] {
  const spans: BallSpan[] = []
  const busy = activeSpans(interactions, ends)
  let at = interactions[0]?.started_at ?? until
  let holder: Party = 'unknown'
  for (const move of movesOf(interactions, ends)) {
    cutOut(spans, { from: at, to: Math.min(move.at, until), holder }, busy)
    at = Math.max(at, Math.min(move.at, until))
    holder = move.holder
  }
  cutOut(spans, { from: at, to: until, holder }, busy)
  return spans
}

/** How long each held the ball. */
export function ballTime(spans: readonly BallSpan[]): BallTime {
  const time: BallTime = { total: 0, active: 0, company: 0, customer: 0, third_party: 0, unknown: 0 }
  for (const { from, to, holder } of spans) {
    time[holder] += to - from
    time.total += to - from
  }
  return time
}

/** The ball of a run that ended at `ended_at`; null = it is open, and judged at `judged_until`. */
export function runBall(
  interactions: readonly Seen[],
  ends: readonly (number | null)[],
  ended_at: number | null,
  judged_until: number,
): RunBall {
  const from = interactions[0]!.started_at
  const moved = interactions.reduce(
    (last, { started_at }, position) => Math.max(last, ends[position] ?? started_at),
    from,
  )
  const until = ended_at ?? Math.max(from, Math.min(moved, judged_until))
  const time = ballTime(ballSpans(interactions, ends, until))
  if (ended_at !== null) return { ...time, until, holder: null }
  const after = ballSpans(interactions, ends, until + 1).at(-1)
  return { ...time, until, holder: after?.holder ?? 'unknown' }
}

/** The time of a run up to the moment it was judged: the one who holds the ball has held it until now. */
export function ballUntil({ until, holder, ...time }: RunBall, judged_until: number): BallTime {
  const running = holder === null ? 0 : Math.max(0, judged_until - until)
  return {
    ...time,
    ...(holder === null ? {} : { [holder]: time[holder] + running }),
    total: time.total + running,
  }
}

/** Where the customer takes part, in order, overlaps merged. */
function activeSpans(interactions: readonly Seen[], ends: readonly (number | null)[]): BallSpan[] {
  const spans: BallSpan[] = []
  interactions.forEach(({ started_at: from, direction }, position) => {
    const to = ends[position] ?? from
    if (direction === 'internal' || to <= from) return
    const last = spans.at(-1)
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to)
    else spans.push({ from, to, holder: 'active' })
  })
  return spans
}

function movesOf(interactions: readonly Seen[], ends: readonly (number | null)[]) {
  const moves: { at: number; holder: Party }[] = []
  interactions.forEach((interaction, position) => {
    const holder = saidBall(interaction)
    if (holder === null) return
    const done = interaction.direction === 'internal' ? ends[position] : null
    moves.push({ at: done ?? interaction.started_at, holder })
  })
  return moves.sort((a, b) => a.at - b.at)
}

/** Adds a stretch of waiting, with the active time in it as stretches of their own. */
function cutOut(spans: BallSpan[], wait: BallSpan, busy: BallSpan[]): void {
  let { from } = wait
  while (busy[0] !== undefined && from < wait.to) {
    const [active] = busy
    if (active.from >= wait.to) break
    add(spans, { from, to: active.from, holder: wait.holder })
    const to = Math.min(active.to, wait.to)
    add(spans, { from: Math.max(from, active.from), to, holder: 'active' })
    from = Math.max(from, to)
    if (active.to > wait.to) return
    busy.shift()
  }
  add(spans, { from, to: wait.to, holder: wait.holder })
}

function add(spans: BallSpan[], span: BallSpan): void {
  if (span.to <= span.from) return
  const last = spans.at(-1)
  if (last?.holder === span.holder) last.to = span.to
  else spans.push({ ...span })
}
