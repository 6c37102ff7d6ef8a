import type {
  EffortReport,
  Filters,
  MeansReport,
  RepeatsReport,
  RunTrace,
} from '../../src/journeys/contract.ts'
import { costWords, lastMonthOf } from '../../src/journeys/effort-words.ts'
import { counts, durationDays, matching, median, wilson } from './figures.ts'
import { has } from './having.ts'
import { asOf, traces } from './report.ts'

type Measures = NonNullable<RunTrace['measures']>
export const sum = (values: number[]) => values.reduce((all, one) => all + one, 0)

/** The runs asked for; of version 1 nothing that is measured here was observed. */
export function measuredRuns(asked: Filters): { runs: RunTrace[]; measured: Measures[] } {
  const runs = matching(traces, asked)
  return { runs, measured: asked.version === 1 ? [] : runs.flatMap((run) => run.measures ?? []) }
}

export const seenIn = (observed: number, runs: number) => ({
  runs,
  observed,
  share: runs ? observed / runs : null,
})
export const headOf = (observed: number, runs: number) => ({
  journey: 'claim',
  as_of: asOf,
  seen: seenIn(observed, runs),
})
export const proportion = (count: number, of: number) => ({ count, of, ...wilson(count, of) })
/** A mean or share, with an interval of about the right width. */
export const ratio = (value: number | null, n: number, width = 0.08) => ({
  n,
  value,
  low: value && value * (1 - width),
  high: value && value * (1 + width),
})

const overheads = {
  contacts: 4,
  forced_switches: 5,
  transfers: 3,
  repeats: 1,
  hold_minutes: 1,
  active_minutes: 1,
  documents: 6,
  chases: 4,
} as const
type Component = keyof typeof overheads
const avoidable = new Set<Component>(['forced_switches', 'transfers', 'repeats', 'chases'])

/** About as sure as so many runs make it. */
const part = (n: number) => 1.4 / Math.sqrt(Math.max(1, n))

function meanOf(total: number | null, n: number) {
  const mean = total === null ? null : total / n
  return { mean, low: mean && mean * (1 - part(n)), high: mean && mean * (1 + part(n)) }
}

function between<Name extends string>(name: Name, value: number | null, n: number) {
  return {
    [name]: value,
    [`${name}_low`]: value && value * (1 - part(n)),
    [`${name}_high`]: value && value * (1 + part(n)),
  } as Record<Name | `${Name}_low` | `${Name}_high`, number | null>
}

function componentsOf(measured: Measures[], runs: number): EffortReport['components'] {
  return (Object.keys(overheads) as Component[]).map((component) => {
    const values = measured.flatMap(({ effort }) => effort[component] ?? [])
    const total = values.length ? sum(values) : null
    return {
      component,
      seen: seenIn(values.length, runs),
      total,
      ...meanOf(total, values.length),
      ...between('minutes', total === null ? null : total * overheads[component], values.length),
      avoidable: avoidable.has(component),
    }
  })
}

const minutesOf = (components: EffortReport['components']) =>
  sum(components.map(({ minutes }) => minutes ?? 0))
const lostOf = (components: EffortReport['components']) =>
  minutesOf(components.filter((one) => one.avoidable))

function monthOf(month: string, some: RunTrace[], known: boolean): EffortReport['months'][number] {
  const measured = known ? some.flatMap((run) => run.measures ?? []) : []
  const components = componentsOf(measured, some.length)
  const minutes = measured.length ? minutesOf(components) : null
  return {
    month,
    runs: some.length,
    observed: measured.length,
    ...between('minutes', minutes, measured.length),
    ...between('mean', minutes === null ? null : minutes / measured.length, measured.length),
    ...between('avoidable', minutes === null ? null : lostOf(components), measured.length),
  }
}

function sureOf(total: number, n: number) {
  return { total, low: total * (1 - part(n)), high: total * (1 + part(n)) }
}
function totalBetween(total: number, n: number) {
  const { low, high } = sureOf(total, n)
  return { total_low: low, total_high: high }
}

export function effortOf(asked: Filters): EffortReport {
  const { runs, measured } = measuredRuns(asked)
  const components = componentsOf(measured, runs.length)
  const [total, lost] = [minutesOf(components), lostOf(components)]
  const each = measured.map((one) => minutesOf(componentsOf([one], 1)))
  const months = [...Map.groupBy(runs, (run) => run.started_at.slice(0, 7))].sort()
  const cost = {
    runs: measured.length,
    minutes: sureOf(total, runs.length),
    avoidable: sureOf(lost, runs.length),
  }
  const monthly = months.map(([month, some]) => monthOf(month, some, measured.length > 0))
  return {
    ...headOf(measured.length, runs.length),
    words: measured.length
      ? costWords('claim', cost)
      : 'What the journey claim cost its customers is unknown: no part of it was observed.',
    last_month: lastMonthOf(monthly, Number.NEGATIVE_INFINITY, Date.parse(asOf)),
    minutes: {
      ...ratio(measured.length ? total / measured.length : null, measured.length),
      total,
      ...totalBetween(total, measured.length),
      median: median(each),
      p90: median(each, 0.9),
    },
    avoidable: {
      ...ratio(total ? lost / total : null, measured.length),
      total: lost,
      ...totalBetween(lost, measured.length),
    },
    overheads_version: 1,
    components,
    months: monthly,
  }
}

/** A mean of runs, with an interval of the width that their spread makes. */
function meanRatio(values: number[]) {
  if (values.length === 0) return { n: 0, value: null, low: null, high: null }
  const value = sum(values) / values.length
  const spread = Math.sqrt(sum(values.map((one) => (one - value) ** 2)) / Math.max(1, values.length - 1))
  const half = (1.97 * spread) / Math.sqrt(values.length)
  return { n: values.length, value, low: Math.max(0, value - half), high: value + half }
}

export function meansOf(asked: Filters): MeansReport {
  const { runs, measured } = measuredRuns(asked)
  const efforts = measured.map((one) => componentsOf([one], 1))
  return {
    ...headOf(runs.length, runs.length),
    means: {
      days: meanRatio(
        runs.filter((run) => run.outcome_kind === 'success').flatMap((run) => durationDays(run) ?? []),
      ),
      contacts: meanRatio(runs.map((run) => run.contacts)),
      switches: meanRatio(runs.map((run) => run.switches)),
      excess_days: meanRatio(runs.map((run) => sum(run.gaps.map((gap) => gap.excess)) / 86_400)),
      conformance: meanRatio(runs.flatMap((run) => run.conformance ?? [])),
      minutes: meanRatio(efforts.map(minutesOf)),
      avoidable: meanRatio(efforts.map(lostOf)),
    },
  }
}

export function repeatsOf(asked: Filters): RepeatsReport {
  const { runs, measured } = measuredRuns(asked)
  const known = measured.length ? runs : []
  const having = (what: string) => known.filter((run) => has(run, what)).length
  const forced = sum(measured.map(({ channel_switches }) => channel_switches.length))
  const [chosen, designed] = [having('chosen_switch'), having('designed_switch')]
  const all = forced + chosen + designed
  const contacts = sum(measured.map(({ effort }) => effort.contacts ?? 0))
  const chase = sum(measured.map(({ effort }) => effort.chases ?? 0))
  const [repeat, complaint, clarification] = ['repeat', 'complaint', 'clarification'].map(having) as [
    number,
    number,
    number,
  ]
  const none = { forced: 0, chosen: 0, designed: 0 }
  return {
    ...headOf(measured.length, runs.length),
    contacts,
    first_contact_resolution: [1, 7, 30].map((days) => {
      const share = contacts ? 0.93 - 0.06 * Math.sqrt(days) : null
      const [low, high] = [share && share - 0.02, share && share + 0.02]
      return { days, share, low, high, runs: having(`came_again|${days}`) }
    }),
    failure_demand: {
      ...proportion(chase + repeat + complaint + clarification, contacts),
      ...{ chase, repeat, complaint, clarification },
      runs: { all: having('failure_demand'), chase: having('chase'), repeat, complaint, clarification },
    },
    switches: {
      seen: seenIn(measured.length, runs.length),
      all,
      forced: proportion(forced, all),
      chosen: proportion(chosen, all),
      designed: proportion(designed, all),
      runs: { forced: having('forced_switch'), chosen, designed },
      pairs: all
        ? [
            {
              ...none,
              from: 'web',
              to: 'phone',
              forced,
              runs: { ...none, forced: having('forced_switch') },
            },
            { ...none, from: 'phone', to: 'email', chosen, runs: { ...none, chosen } },
            { ...none, from: 'email', to: 'letter', designed, runs: { ...none, designed } },
          ]
        : [],
    },
  }
}

/** Things that happened to customers, by what makes them alike, commonest first. */
export const tally = <T>(things: T[], key: (thing: T) => string) =>
  [...counts(things, key)].map(([name, times]) => ({ name, times }))
