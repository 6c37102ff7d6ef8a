import { hash } from 'node:crypto'
import type { LivedStep } from './conformance.ts'
import { type HistoryEntry, orderHistory, recordOf } from './history-order.ts'
import { measuresOf } from './measured.ts'
import { type Outcome, outcomeOf } from './outcome.ts'
import { type PlanAt, passagesIn } from './passages.ts'
import { type Plan, planOf } from './plan.ts'
import { dueLast, type Pledge, pledgesOf, runPromises } from './promises.ts'
import type { Gap, Run, RunScore } from './run.ts'
import { gapsOf, isNews, type SilenceEnd } from './silence.ts'
import { type Storyboard, subjectTypeOf } from './storyboard.ts'
import { type Taken, takenOf } from './taken.ts'
import { atMoment, inForce } from './versions.ts'

/** From when a history is seen (methods A.19), and whose it is. */
export interface When {
  as_of: number
  /** Until when a source is known complete, epoch ms. */
  horizon: (source: string) => number
  /** The subject's id, or the customer's. */
  subject: string
  /** True when some interaction of this journey, in any run, carries news; absent = judged from this history. */
  news_seen?: boolean
}

/** The versions of a storyboard made ready for building many runs. */
export interface CompiledStoryboard {
  runsOf: (history: readonly HistoryEntry[], when: When) => Run[]
}

/**
 * Makes the versions of a journey ready: what they need is computed once, and runs of the same variant share one
 * alignment. A run is judged by the version in force when it started (docs/storyboards.md).
 * Throws TooManyMarkings for a design too wide to be compared with, which `parseStoryboard` reports as a problem.
 */
export function compileStoryboard(...versions: Storyboard[]): CompiledStoryboard {
  const plans = inForce(versions).map(({ from, storyboard }) => ({ from, plan: planFor(storyboard) }))
  const planAt: PlanAt = (at) => atMoment(plans, at).plan
  return {
    runsOf(history, when) {
      const { interactions, unfinished } = orderHistory(history, when.as_of)
      if (interactions.length === 0) return []
      return passagesIn(interactions, planAt, unfinished).map(({ plan, interactions, early }, ordinal) =>
        withEarly(runOf(interactions, ordinal, { plan, when, unfinished }), early),
      )
    },
  }
}

const ready = new WeakMap<Storyboard, Plan>()

function planFor(storyboard: Storyboard): Plan {
  const plan = ready.get(storyboard) ?? planOf(storyboard)
  ready.set(storyboard, plan)
  return plan
}

/**
 * The runs in one history: all interactions of one subject, or of one customer, in any order. Pure. Nothing after
 * as_of is looked at, nothing is judged past the horizons of the sources seen in the run (methods A.1, A.6–A.8,
 * A.19). A storyboard without steps and outcomes (no design yet) gives open runs without conformance.
 */
export function runsOf(history: readonly HistoryEntry[], storyboard: Storyboard, when: When): Run[] {
  return compileStoryboard(storyboard).runsOf(history, when)
}

interface Seen {
  plan: Plan
  when: When
  unfinished: Set<string> | null
}

/** Early interactions are shown and their scores count; they neither begin the run nor are held against the design. */
function withEarly(run: Run, early: HistoryEntry[]): Run {
  if (early.length === 0) return run
  const steps = early.map((entry) => ({
    interaction_id: entry.interaction_id,
    touchpoint: entry.touchpoint,
    step: '',
    channel: entry.channel,
    started_at: entry.started_at,
    ended_at: entry.ended_at,
    waiting: 0,
    waited_for: 'unknown' as const,
    is_news: false,
    internal: entry.direction === 'internal',
    identifier_id: entry.identifier_id ?? '0',
  }))
  return { ...run, steps: [...steps, ...run.steps], scores: [...scoresOf(early), ...run.scores] }
}

function runOf(interactions: HistoryEntry[], ordinal: number, seen: Seen): Run {
  const { plan, when } = seen
  const { as_of } = when
  const judged_until = judgedUntil(interactions, when)
  const attributes = attributesOf(interactions, null)
  const told = seen.unfinished === null ? attributes : attributesOf(interactions, seen.unfinished)
  const outcome = outcomeOf(plan.storyboard.outcomes, interactions, told, judged_until)
  const taken = takenOf(interactions, as_of)
  const compared = plan.conform(livedSteps(interactions, taken.ends), outcome.kind === 'open')
  const { assigned } = compared
  const news = interactions.map((interaction) => isNews(interaction, plan))
  const pledges = pledgesOf(interactions, taken.ends, assigned, plan, as_of)
  const place = (position: number) => assigned[position] || interactions[position]!.touchpoint
  const silence_unknown = !silenceSeen(interactions, seen)
  const end = silenceEnd(interactions, outcome, judged_until)
  const passage = { interactions, taken, news, assigned, plan }
  const gaps = silence_unknown ? [] : gapsOf(passage, pledges, end)
  const found = { outcome, gaps: silence_unknown ? null : gaps, pledges, as_of, judged_until }
  const promises = runPromises(pledges, place, judged_until)
  const started_at = interactions[0]!.started_at
  const last_at = interactions[interactions.length - 1]!.started_at
  return {
    ...identity(plan, when, ordinal),
    started_at,
    ended_at: outcome.ended_at,
    last_at,
    judged_until,
    outcome: outcome.outcome,
    outcome_kind: outcome.kind,
    steps: stepsTaken(interactions, taken, assigned, news),
    designed_minimum: plan.minimum,
    contacts: taken.contacts,
    channels: taken.channels,
    switches: taken.switches,
    gaps,
    silence_unknown,
    promises,
    scores: scoresOf(interactions),
    deviations: compared.deviations,
    conformance: compared.conformance,
    fitness: compared.fitness,
    conformance_bound: !compared.exact,
    attributes,
    ...measuresOf(passage, found),
    next_change_at: nextChange(plan, outcome, last_at, gaps, pledges, judged_until),
  }
}

function identity(plan: Plan, when: When, ordinal: number) {
  const { journey, version, correlate } = plan.storyboard
  const subject_type = subjectTypeOf(correlate)
  return {
    run_id: hash('sha1', `${journey}\u0000${subject_type}\u0000${when.subject}\u0000${ordinal}`).slice(0, 16),
    journey,
    version,
    subject_type,
    subject: when.subject,
    ordinal,
  }
}

function judgedUntil(interactions: HistoryEntry[], when: When): number {
  let until = when.as_of
  let source: string | null = null
  for (const interaction of interactions) {
    if (interaction.source === source) continue
    source = interaction.source
    until = Math.min(until, when.horizon(source))
  }
  return until
}

/**
 * The union of the interactions' attributes; the earliest wins. A record is told in its last state: those of
 * `unfinished` records may speak of a time after as_of and are left out.
 */
function attributesOf(interactions: HistoryEntry[], unfinished: Set<string> | null): Record<string, string> {
  const attributes: Record<string, string> = {}
  for (const interaction of interactions) {
    if (unfinished?.has(recordOf(interaction))) continue
    for (const name in interaction.attributes) attributes[name] ??= interaction.attributes[name]!
  }
  return attributes
}

function livedSteps(interactions: HistoryEntry[], ends: (number | null)[]): LivedStep[] {
  return interactions.map(({ touchpoint, channel, direction, started_at }, position) => ({
    touchpoint,
    channel,
    customer_facing: direction === 'inbound' || direction === 'outbound',
    started_at,
    ended_at: ends[position]!,
  }))
}

function silenceSeen(interactions: HistoryEntry[], { plan, when }: Seen): boolean {
  return plan.tells || (when.news_seen ?? interactions.some(({ news }) => news !== null))
}

/** Gaps stop at the outcome; where its time was not observed, at the last interaction; while open, at judgement. */
function silenceEnd(interactions: HistoryEntry[], outcome: Outcome, judged_until: number): SilenceEnd {
  if (outcome.kind === 'open') return { at: judged_until, open: true }
  return { at: outcome.ended_at ?? interactions[interactions.length - 1]!.started_at, open: false }
}

function stepsTaken(
  interactions: HistoryEntry[],
  taken: Taken,
  assigned: string[],
  news: boolean[],
): Run['steps'] {
  return interactions.map((interaction, position) => ({
    interaction_id: interaction.interaction_id,
    touchpoint: interaction.touchpoint,
    step: assigned[position]!,
    channel: interaction.channel,
    started_at: interaction.started_at,
    ended_at: taken.ends[position]!,
    waiting: taken.waiting[position]!,
    waited_for: taken.waited_for[position]!,
    is_news: news[position]!,
    internal: interaction.direction === 'internal',
    identifier_id: interaction.identifier_id ?? '0',
  }))
}

function scoresOf(interactions: HistoryEntry[]): RunScore[] {
  const scores: RunScore[] = []
  for (const { score, started_at, touchpoint } of interactions) {
    if (score !== null)
      scores.push({ question: score.question, value: score.value, at: started_at, touchpoint })
  }
  return scores
}

/** First moment after judgement at which time alone changes the run: a gap or promise overdue by 1 ms, abandonment. */
function nextChange(
  plan: Plan,
  outcome: Outcome,
  last_at: number,
  gaps: Gap[],
  pledges: Pledge[],
  judged_until: number,
): number | null {
  let next = Number.POSITIVE_INFINITY
  const consider = (moment: number) => {
    if (moment > judged_until && moment < next) next = moment
  }
  for (const gap of gaps) if (gap.open) consider(gap.from_at + gap.tolerance * 1000 + 1)
  for (const pledge of pledges) {
    const due = dueLast(pledge)
    if (due !== null && !pledge.fulfilled && !pledge.voided) consider(due + 1)
  }
  if (outcome.kind === 'open') {
    for (const { after } of plan.storyboard.outcomes) if (after !== null) consider(last_at + after * 1000)
  }
  return next === Number.POSITIVE_INFINITY ? null : next
}
