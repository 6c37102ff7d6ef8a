import type { EffortReport, Filters, RepeatsReport, RunTrace } from '../../src/journeys/contract.ts'
import { counts, matching, median, wilson } from './figures.ts'
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

function componentsOf(measured: Measures[], runs: number): EffortReport['components'] {
  return (Object.keys(overheads) as Component[]).map((component) => {
    const values = measured.flatMap(({ effort }) => effort[component] ?? [])
    const total = values.length ? sum(values) : null
    return {
      component,
      seen: seenIn(values.length, runs),
      total,
      mean: total === null ? null : total / values.length,
      minutes: total === null ? null : total * overheads[component],
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
    minutes,
    mean: minutes === null ? null : minutes / measured.length,
    avoidable: minutes === null ? null : lostOf(components),
  }
}

export function effortOf(asked: Filters): EffortReport {
  const { runs, measured } = measuredRuns(asked)
  const components = componentsOf(measured, runs.length)
  const [total, lost] = [minutesOf(components), lostOf(components)]
  const each = measured.map((one) => minutesOf(componentsOf([one], 1)))
  const months = [...Map.groupBy(runs, (run) => run.started_at.slice(0, 7))].sort()
  const amount = (minutes: number) => `${Math.round(minutes / 60).toLocaleString('en-GB')} hours`
  return {
    ...headOf(measured.length, runs.length),
    words: measured.length
      ? `The journey claim cost its customers at least ${amount(total)}, ${amount(lost)} of them avoidable.`
      : 'What the journey claim cost its customers is unknown: no part of it was observed.',
    minutes: {
      ...ratio(measured.length ? total / measured.length : null, measured.length),
      total,
      median: median(each),
      p90: median(each, 0.9),
    },
    avoidable: { ...ratio(total ? lost / total : null, measured.length), total: lost },
    overheads_version: 1,
    components,
    months: months.map(([month, some]) => monthOf(month, some, measured.length > 0)),
  }
}

export function repeatsOf(asked: Filters): RepeatsReport {
  const { runs, measured } = measuredRuns(asked)
  const forced = sum(measured.map(({ channel_switches }) => channel_switches.length))
  const [chosen, designed] = [Math.round(forced * 0.4), measured.length]
  const all = forced + chosen + designed
  const contacts = sum(measured.map(({ effort }) => effort.contacts ?? 0))
  const chase = sum(measured.map(({ effort }) => effort.chases ?? 0))
  const reasons = { chase, repeat: Math.round(chase * 0.7), complaint: 41, clarification: 12 }
  return {
    ...headOf(measured.length, runs.length),
    contacts,
    first_contact_resolution: [1, 7, 30].map((days) => {
      const share = contacts ? 0.93 - 0.06 * Math.sqrt(days) : null
      return { days, share, low: share && share - 0.02, high: share && share + 0.02 }
    }),
    failure_demand: {
      ...proportion(contacts ? sum(Object.values(reasons)) : 0, contacts),
      ...reasons,
    },
    switches: {
      seen: seenIn(measured.length, runs.length),
      all,
      forced: proportion(forced, all),
      chosen: proportion(chosen, all),
      designed: proportion(designed, all),
      pairs: all
        ? [
            { from: 'web', to: 'phone', forced, chosen: Math.round(chosen * 0.7), designed: 0 },
            { from: 'email', to: 'letter', forced: 0, chosen: 0, designed },
            { from: 'phone', to: 'email', forced: 0, chosen: chosen - Math.round(chosen * 0.7), designed: 0 },
          ]
        : [],
    },
  }
}

/** Things that happened to customers, by what makes them alike, commonest first. */
export const tally = <T>(things: T[], key: (thing: T) => string) =>
  [...counts(things, key)].map(([name, times]) => ({ name, times }))
