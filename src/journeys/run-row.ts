import { hash64 } from '../collect/index.ts'
import { measuredColumns, measuredRow } from './measured-row.ts'
import type { Run } from './run.ts'
import { silentBefore } from './silent-before.ts'

/** Columns of the table `runs` in the order of `runRow`. */
export const runColumns = [
  'workspace',
  'journey',
  'snapshot',
  'key',
  'ordinal',
  'version',
  'is_deleted',
  'run_id',
  'storyboard_version',
  'subject_type',
  'subject',
  'identifier_id',
  'started_at',
  'ended_at',
  'last_at',
  'judged_until',
  'outcome',
  'outcome_kind',
  'variant',
  'steps.interaction_id',
  'steps.touchpoint',
  'steps.step',
  'steps.channel',
  'steps.started_at',
  'steps.ended_at',
  'steps.waiting',
  'steps.waited_for',
  'steps.is_news',
  'steps.silent',
  'steps.internal',
  'designed_minimum',
  'contacts',
  'channels',
  'switches',
  'gaps.from',
  'gaps.to',
  'gaps.from_at',
  'gaps.to_at',
  'gaps.seconds',
  'gaps.tolerance',
  'gaps.excess',
  'gaps.open',
  'silence_unknown',
  'promises.what',
  'promises.source',
  'promises.made_in',
  'promises.made_at',
  'promises.due',
  'promises.due_last',
  'promises.state',
  'promises.fulfilled_at',
  'promises.fulfilled_in',
  'scores.question',
  'scores.value',
  'scores.at',
  'scores.touchpoint',
  'deviations.kind',
  'deviations.step',
  'deviations.after',
  'deviations.words',
  'conformance',
  'fitness',
  'conformance_bound',
  'attributes',
  'next_change_at',
  'waits',
  ...measuredColumns,
] as const

/** Where a row stands: its journey, key and build. */
export interface Place {
  workspace: string
  snapshot: number
  key: string
  version: number
  /** All sources of the run are complete until now. */
  live: boolean
}

export function runRow(place: Place, run: Run): unknown[] {
  const { gaps, promises, scores, deviations } = run
  return [
    ...headRow(place, run),
    ...stepsRow(run),
    run.designed_minimum,
    run.contacts,
    run.channels,
    run.switches,
    gaps.map((gap) => gap.from),
    gaps.map((gap) => gap.to),
    gaps.map((gap) => gap.from_at),
    gaps.map((gap) => gap.to_at),
    gaps.map((gap) => gap.seconds),
    gaps.map((gap) => gap.tolerance),
    gaps.map((gap) => gap.excess),
    gaps.map((gap) => (gap.open ? 1 : 0)),
    run.silence_unknown ? 1 : 0,
    promises.map((each) => each.what),
    promises.map((each) => each.source),
    promises.map((each) => each.made_in),
    promises.map((each) => each.made_at),
    promises.map((each) => each.due),
    promises.map((each) => each.due_last),
    promises.map((each) => each.state),
    promises.map((each) => each.fulfilled_at),
    promises.map((each) => each.fulfilled_in),
    scores.map((each) => each.question),
    scores.map((each) => each.value),
    scores.map((each) => each.at),
    scores.map((each) => each.touchpoint),
    deviations.map((each) => each.kind),
    deviations.map((each) => each.step),
    deviations.map((each) => each.after),
    deviations.map((each) => each.words),
    run.conformance,
    run.fitness,
    run.conformance_bound ? 1 : 0,
    run.attributes,
    place.live ? run.next_change_at : null,
    !place.live && waits(run) ? 1 : 0,
    ...measuredRow(run),
  ]
}

function headRow(place: Place, run: Run): unknown[] {
  const { steps } = run
  return [
    place.workspace,
    run.journey,
    place.snapshot,
    place.key,
    run.ordinal,
    place.version,
    0,
    run.run_id,
    run.version,
    run.subject_type,
    run.subject,
    steps.find(({ identifier_id }) => identifier_id !== '0')?.identifier_id ?? '0',
    run.started_at,
    run.ended_at,
    run.last_at,
    run.judged_until,
    run.outcome,
    run.outcome_kind,
    hash64(steps.map((step) => step.touchpoint).join('\u0000')),
  ]
}

function stepsRow(run: Run): unknown[] {
  const { steps } = run
  return [
    steps.map((step) => step.interaction_id),
    steps.map((step) => step.touchpoint),
    steps.map((step) => step.step),
    steps.map((step) => step.channel),
    steps.map((step) => step.started_at),
    steps.map((step) => step.ended_at),
    steps.map((step) => step.waiting),
    steps.map((step) => step.waited_for),
    steps.map((step) => (step.is_news ? 1 : 0)),
    silentBefore(run),
    steps.map((step) => (step.internal ? 1 : 0)),
  ]
}

/** Judged further, it may become another: a file's run then waits for the file's horizon, not for the clock. */
function waits({ next_change_at, outcome_kind, gaps }: Run): boolean {
  return next_change_at !== null || outcome_kind === 'open' || gaps.some((gap) => gap.open)
}

/** What the table knows a run by. */
export interface StoredRun {
  key: string
  ordinal: number
  /** Epoch ms as text. */
  started_at: string
}

/** A run that is no more, or that began at another time than was known: it lies elsewhere in the table now. */
export function withdrawnRow(
  place: Pick<Place, 'workspace' | 'snapshot' | 'version'>,
  journey: string,
  { key, ordinal, started_at }: StoredRun,
): unknown[] {
  return [place.workspace, journey, place.snapshot, key, ordinal, place.version, 1, started_at]
}
export const withdrawnColumns = [...runColumns.slice(0, 7), 'started_at']
