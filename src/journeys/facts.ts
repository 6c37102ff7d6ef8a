import { sqlFile } from '../storage/sql-file.ts'
import type { JourneyStore } from './build.ts'
import type { OutcomeKind } from './run.ts'
import type { Objective } from './storyboard.ts'
import type { View } from './view.ts'

const factsSql = sqlFile(import.meta, 'facts.sql')

/** What is told of runs one by one. Means and medians of nothing are null; times epoch ms. */
export interface Facts {
  runs: number
  customers_unknown: number
  interactions: number
  /** Neighbouring interactions at one instant. */
  ties: number
  last_at: number
  judged_until: number
  median_taken: number | null
  designed_minimum: number | null
  mean_contacts: number | null
  mean_switches: number | null
  mean_conformance: number | null
  mean_fitness: number | null
  conformance_bounds: number
  as_designed: number
  silence: Record<'observed' | 'unobserved' | 'silent_runs' | 'silent_now' | 'excess_days', number> & {
    median_longest_days: number | null
    p90_longest_days: number | null
  }
  /** By objective of the storyboard, in its order. */
  objectives: Record<'in_time' | 'open_overdue' | 'never_silent' | 'few_contacts', number[]>
  /** Runs that are no longer open. */
  decided: number
  /** Commonest first. */
  outcomes: OutcomeFacts[]
}

/** A run whose outcome has no observed time counts as a run, not as a duration. */
export interface OutcomeFacts {
  outcome: string
  kind: OutcomeKind
  runs: number
  ended: number
  median_days: number | null
  mean_days: number | null
  p90_days: number | null
}

type Row = Record<string, string | number | null | string[]>

/** All of it over the runs of a view, in one reading. */
export async function factsOf(store: JourneyStore, view: View): Promise<Facts> {
  const scope = {
    ...view.scope,
    params: { ...view.scope.params, ...boundsOf(view.storyboard.objectives) },
  }
  const rows = await store.analytics.ask<Row>(factsSql, scope, 'analysis')
  const all = rows.find((row) => row.all === 1)!
  const outcomes = rows
    .filter((row) => row.all === 0)
    .map(outcomeFacts)
    .sort((a, b) => b.runs - a.runs || (a.outcome < b.outcome ? -1 : 1))
  const count = (name: string) => Number(all[name])
  const maybe = (name: string) => number(all[name])
  const each = (name: string) => (all[name] as string[]).map(Number)
  return {
    runs: count('runs'),
    customers_unknown: count('customers_unknown'),
    interactions: count('interactions'),
    ties: count('ties'),
    last_at: count('last_at'),
    judged_until: count('judged_until'),
    median_taken: maybe('median_taken'),
    designed_minimum: maybe('designed_minimum'),
    mean_contacts: maybe('mean_contacts'),
    mean_switches: maybe('mean_switches'),
    mean_conformance: maybe('mean_conformance'),
    mean_fitness: maybe('mean_fitness'),
    conformance_bounds: count('conformance_bounds'),
    as_designed: count('as_designed'),
    silence: {
      observed: count('observed'),
      unobserved: count('unobserved'),
      silent_runs: count('silent_runs'),
      silent_now: count('silent_now'),
      excess_days: count('excess_days'),
      median_longest_days: maybe('median_longest_days'),
      p90_longest_days: maybe('p90_longest_days'),
    },
    objectives: {
      in_time: each('in_time'),
      open_overdue: each('open_overdue'),
      never_silent: each('never_silent'),
      few_contacts: each('few_contacts'),
    },
    decided: outcomes.filter((row) => row.kind !== 'open').reduce((sum, row) => sum + row.runs, 0),
    outcomes,
  }
}

const number = (value: Row[string] | undefined) =>
  value === null || Number.isNaN(Number(value)) ? null : Number(value)

function outcomeFacts(row: Row): OutcomeFacts {
  return {
    outcome: String(row.outcome),
    kind: String(row.kind) as OutcomeKind,
    runs: Number(row.runs),
    ended: Number(row.ended),
    median_days: number(row.median_days),
    mean_days: number(row.mean_days),
    p90_days: number(row.p90_days),
  }
}

/** A bound that is not asked for is given as endless; JSON has no infinity. */
const endless = 1e15

function boundsOf(objectives: Objective[]) {
  const bounds = objectives.map((objective) => objective.bound)
  return {
    outcomes: bounds.map((bound) => (bound.kind === 'outcome' ? bound.outcome : '')),
    withins: bounds.map((bound) => (bound.kind === 'outcome' ? (bound.within ?? endless) : endless)),
    longests: bounds.map((bound) => (bound.kind === 'silence' ? bound.longest : endless)),
    mosts: bounds.map((bound) => (bound.kind === 'contacts' ? bound.most : endless)),
  }
}
