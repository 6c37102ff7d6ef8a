import type { Measured } from './measured.ts'

/** One customer's passage through a journey (methods A.1, A.6–A.8). Times epoch ms, durations seconds. */
export interface Run extends Measured {
  run_id: string
  journey: string
  /** Storyboard version in force when the run started; 0 without a storyboard. */
  version: number
  /** Correlation: the subject's type and id, or `customer` and the customer id. */
  subject_type: string
  subject: string
  /** Which run of this subject, from 0. */
  ordinal: number
  started_at: number
  /** When the outcome was reached; null while open and where the time was not observed. */
  ended_at: number | null
  /** Last interaction not after as_of. */
  last_at: number
  /** The run is judged at this moment: as_of, or the earliest horizon of the sources it needs (methods A.19). */
  judged_until: number
  outcome: string
  outcome_kind: OutcomeKind
  steps: StepTaken[]
  /** Fewest steps any path of the storyboard needs; null without a storyboard. */
  designed_minimum: number | null
  /** Customer-facing interactions (direction inbound or outbound, not internal). */
  contacts: number
  channels: string[]
  switches: number
  gaps: Gap[]
  /** True when no news was observable at all: silence is then unknown, not long. */
  silence_unknown: boolean
  promises: RunPromise[]
  scores: RunScore[]
  deviations: Deviation[]
  /** Optimal alignment, weighted by methods A.8; null without a storyboard. 1 = as designed. */
  conformance: number | null
  /** Unit-cost alignment fitness, comparable with methods B.14; null without a storyboard. */
  fitness: number | null
  /** Conformance and fitness are at least so much: the run is too long for the best alignment to be found. */
  conformance_bound: boolean
  attributes: Record<string, string>
  /** When time alone will change this run (a gap opens, a promise breaks, it is abandoned); null = never. */
  next_change_at: number | null
}

export type OutcomeKind = 'success' | 'failure' | 'abandoned' | 'open'

/** One interaction as the run sees it. */
export interface StepTaken {
  interaction_id: string
  touchpoint: string
  /** Storyboard step it was aligned with; '' when it is an addition. */
  step: string
  channel: string
  started_at: number
  ended_at: number | null
  /** Seconds since the end of the step before; 0 for the first. */
  waiting: number
  /** Who held the ball while waiting before this step. */
  waited_for: 'customer' | 'company' | 'third_party' | 'unknown'
  is_news: boolean
  /** The company is among itself: the customer took no part. */
  internal: boolean
  /** Identifiers seen on it, hashed; the customer of a run is the owner of the first one. */
  identifier_id: string
}

/** A silent gap: between two instants of news while the ball was not with the customer (methods A.6). */
export interface Gap {
  from_at: number
  /** Next news, outcome, or as_of when still open. */
  to_at: number
  /** Storyboard step (else touchpoint) of the news before, and of the first step after the gap began that ends it. */
  from: string
  to: string
  seconds: number
  tolerance: number
  /** max(0, seconds − tolerance). */
  excess: number
  open: boolean
}

export const promiseStates = ['kept', 'late', 'renegotiated', 'broken', 'open', 'void', 'unknown'] as const
export type PromiseState = (typeof promiseStates)[number]

/** A promise and what became of it (methods A.7). */
export interface RunPromise {
  what: string
  /** `explicit`: told to the customer in the data; `storyboard`: implied by the design. */
  source: 'explicit' | 'storyboard'
  /** Step (else touchpoint) at which it was made. */
  made_in: string
  made_at: number | null
  due: number | null
  /** The due time in force at the end, after renegotiation. */
  due_last: number | null
  state: PromiseState
  fulfilled_at: number | null
  /** Step (else touchpoint) that fulfilled it; '' when none. */
  fulfilled_in: string
}

export interface RunScore {
  question: string
  value: number
  at: number
  touchpoint: string
}

export const deviationKinds = [
  'added',
  'repeated',
  'skipped',
  'wrong_order',
  'wrong_channel',
  'late',
] as const
export type DeviationKind = (typeof deviationKinds)[number]

export interface Deviation {
  kind: DeviationKind
  /** Step or touchpoint it is about. */
  step: string
  /** Step before it in the run (or in the design, for a skipped step). */
  after: string
  /** One sentence a CX lead understands. */
  words: string
}
