import type { Filters, OnwardReport, WasteReport } from '../../src/journeys/contract.ts'
import { wilson } from './figures.ts'
import { has } from './having.ts'
import { headOf, measuredRuns, repeatsOf, seenIn } from './measures.ts'
import { name } from './report.ts'

type Step = WasteReport['steps'][number]

/** What a run of this company gets from each step by its design, and what became of runs without it. */
const invented: Record<string, Pick<Step, 'difference' | 'verdict' | 'why'> & { share: number }> = {
  'Documents asked': {
    share: 0.85,
    difference: { value: -0.031, low: -0.064, high: 0.004 },
    verdict: 'cannot tell',
    why: 'without it success may be 6.4 points lower, or not at all',
  },
  'Documents sent': {
    share: 0.78,
    difference: { value: -0.144, low: -0.201, high: -0.087 },
    verdict: 'needed',
    why: 'without it success is 8.7 points lower at least',
  },
  'Survey done': {
    share: 0.62,
    difference: { value: 0.021, low: -0.011, high: 0.053 },
    verdict: 'waste',
    why: 'it gives nothing, and without it success is at most 1.1 points lower',
  },
}
const gives: Record<string, string> = {
  'Claim reported': 'the journey starts with it',
  'Receipt confirmed': 'it promises decision',
  'Decision told': 'it is a moment of truth',
  Paid: 'it is the outcome paid',
}

/** Of version 1 no run is decided yet. */
export function wasteOf(asked: Filters): WasteReport {
  const { runs } = measuredRuns(asked)
  const decided = asked.version === 1 ? [] : runs.filter((run) => run.outcome_kind !== 'open')
  const stepOf = (step: string): Step => {
    const { share, ...found } = invented[step] ?? { share: null }
    const seen = decided.filter((run) => run.steps.some((each) => name(each) === step)).length
    const taken = share === null ? seen : Math.round(share * decided.length)
    const counts = { step, taken, skipped: decided.length - taken }
    return 'verdict' in found
      ? { ...counts, ...found }
      : { ...counts, difference: null, verdict: 'gives something', why: gives[step]! }
  }
  const unsure = {
    difference: null,
    verdict: 'cannot tell',
    why: 'fewer than 30 decided runs took it',
  } as const
  return {
    ...headOf(decided.length, runs.length),
    failure: failureOf(asked),
    margin: 0.02,
    attributes: ['region', 'product'],
    steps: [
      ...[...Object.keys(gives), ...Object.keys(invented)].map(stepOf),
      { step: 'Thanked', taken: 0, skipped: decided.length, ...unsure },
    ],
  }
}

/** What customers came for only because something had gone wrong, as the tab about effort tells it. */
function failureOf(asked: Filters): WasteReport['failure'] {
  const { runs, measured } = measuredRuns(asked)
  const { failure_demand: demand } = repeatsOf(asked)
  const seen = seenIn(measured.length, runs.length)
  const causes = (['chase', 'repeat', 'complaint', 'clarification'] as const).map((cause) => {
    const minutes = measured.length ? demand[cause] * (cause === 'chase' ? 8 : 4) : null
    const steps = measured.length ? demand[cause] : null
    return { cause, step: '', runs: demand.runs[cause], steps, minutes, ...about(minutes), seen }
  })
  const took = asked.version === 1 ? [] : runs.filter((run) => has(run, 'came_to|Survey done'))
  const survey = {
    ...({ cause: 'step that could go', step: 'Survey done', runs: took.length } as const),
    ...{ steps: took.length, minutes: took.length * 24, low: null, high: null, seen },
  }
  const { count, of, share, low, high } = demand
  return {
    seen,
    contacts: { count, of, share, low, high },
    causes: took.length ? [survey, ...causes] : causes,
  }
}

const about = (minutes: number | null) => ({ low: minutes && minutes * 0.9, high: minutes && minutes * 1.1 })

/** Of version 1 no channel is known, and there is one journey only. */
export function onwardOf(asked: Filters): OnwardReport {
  const { runs, measured } = measuredRuns(asked)
  const known = measured.length ? runs : []
  const channels = [...Map.groupBy(known, (run) => run.channels[0] ?? '')].map(([channel, some]) => {
    const stayed = some.filter((run) => !has(run, `forced_switch|${channel}`)).length
    return { channel, runs: some.length, ...wilson(stayed, some.length) }
  })
  const resolved = known.filter((run) => run.outcome_kind === 'success').length
  const following = (journey: string, share: number, usual: number) => {
    const after = Math.round(resolved * share)
    const { low, high } = wilson(after, resolved)
    const lift = after / resolved / usual
    return { journey, runs: after, lift, low: low! / usual, high: high! / usual, adjacent: lift >= 2 }
  }
  return {
    ...headOf(known.length, runs.length),
    containment: { hours: 24, channels: channels.sort((a, b) => b.runs - a.runs) },
    next_issue: resolved
      ? {
          days: 30,
          resolved,
          ...wilson(Math.round(resolved * 0.88), resolved),
          reason: null,
          following: [following('complain', 0.12, 0.031), following('renew', 0.06, 0.064)],
        }
      : {
          days: 30,
          resolved,
          ...{ share: null, low: null, high: null },
          reason: 'there is one journey only: what follows it cannot be seen',
          following: [],
        },
  }
}
