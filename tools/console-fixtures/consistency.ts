import type { ConsistencyReport, Filters } from '../../src/journeys/contract.ts'
import { headOf, measuredRuns, proportion, ratio, seenIn, sum, tally } from './measures.ts'

type HandOffs = ConsistencyReport['hand_offs']
const failures = ['identity', 'context', 'asked_again', 'waited'] as const

function handOffsOf({ runs, measured }: ReturnType<typeof measuredRuns>): HandOffs {
  const all = measured.flatMap(({ hand_offs }) => hand_offs)
  const seamless = measured.flatMap((one) => one.seamless ?? [])
  return {
    seen: seenIn(seamless.length, runs.length),
    seamless: ratio(seamless.length ? sum(seamless) / seamless.length : null, seamless.length),
    without: proportion(measured.filter((one) => one.hand_offs.length === 0).length, runs.length),
    failures: failures.map((failure) => ({
      failure,
      ...proportion(
        all.filter((one) => one[failure] === true).length,
        all.filter((one) => one[failure] !== null).length,
      ),
    })),
    pairs: tally(all, (one) => `${one.kind}|${one.from}|${one.to}`).map(({ name, times }) => {
      const [kind = '', from = '', to = ''] = name.split('|')
      return { kind, from, to, hand_offs: times, observed: times, failed: Math.round(times * 0.8) }
    }),
  }
}

function contradictionsOf({
  runs,
  measured,
}: ReturnType<typeof measuredRuns>): ConsistencyReport['contradictions'] {
  const told = measured.filter(({ statements }) => statements > 1)
  const contradicted = runs.filter((run) => measured.length && run.measures?.contradictions.length)
  const examples = contradicted.flatMap((run) =>
    run.measures!.contradictions.map((one) => ({ run_id: run.run_id, subject: run.subject, ...one })),
  )
  const times = contradicted.length
  return {
    seen: seenIn(told.length, runs.length),
    runs: proportion(times, told.length),
    examples: examples.slice(0, 20),
    pairs: times
      ? [
          {
            first: 'Claims',
            second: 'Surveyors',
            times: Math.ceil(times * 0.7),
            runs: Math.ceil(times * 0.7),
          },
          { first: 'email', second: 'phone', times: Math.floor(times * 0.3), runs: Math.floor(times * 0.3) },
        ]
      : [],
  }
}

export function consistencyOf(asked: Filters): ConsistencyReport {
  const both = measuredRuns(asked)
  const { runs, measured } = both
  const again = measured.flatMap((one) => one.asked_again)
  const items = sum(measured.map(({ effort }) => effort.documents ?? 0))
  return {
    ...headOf(measured.length, runs.length),
    asked_twice: {
      seen: seenIn(measured.length, runs.length),
      again: proportion(again.length, items),
      security: proportion(measured.length ? 9 : 0, measured.length ? 61 : 0),
      items: tally(again, (one) => `${one.item}|${one.channel}|${one.given_in}`).map(({ name, times }) => {
        const [item = '', channel = '', given_in = ''] = name.split('|')
        return { item, channel, given_in, security: false, times, runs: times }
      }),
    },
    contradictions: contradictionsOf(both),
    hand_offs: handOffsOf(both),
  }
}
