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
    runs: measured.filter((one) => one.hand_offs.length > 0).length,
    failures: failures.map((failure) => ({
      failure,
      runs: measured.filter((one) => one.hand_offs.some((each) => each[failure] === true)).length,
      ...proportion(
        all.filter((one) => one[failure] === true).length,
        all.filter((one) => one[failure] !== null).length,
      ),
    })),
    pairs: tally(all, (one) => `${one.kind}|${one.from}|${one.to}`).map(({ name, times }) => {
      const [kind = '', from = '', to = ''] = name.split('|')
      const like = (each: (typeof all)[number]) => each.kind === kind && each.from === from && each.to === to
      const failed = (each: (typeof all)[number]) => failures.some((failure) => each[failure] === true)
      return {
        kind,
        from,
        to,
        hand_offs: times,
        observed: times,
        failed: all.filter((each) => like(each) && failed(each)).length,
        runs: measured.filter((one) => one.hand_offs.some(like)).length,
        failed_runs: measured.filter((one) => one.hand_offs.some((each) => like(each) && failed(each)))
          .length,
      }
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
  return {
    seen: seenIn(told.length, runs.length),
    runs: proportion(contradicted.length, told.length),
    examples: examples.slice(0, 20),
    pairs: tally(examples, (one) => `${one.first.owner}|${one.second.owner}`).map(({ name, times }) => {
      const [first = '', second = ''] = name.split('|')
      return { first, second, times, runs: times }
    }),
    kinds: tally(examples, (one) => one.what).map(({ name, times }) => ({ what: name, times, runs: times })),
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
      security: proportion(0, measured.length ? 61 : 0),
      runs: { again: measured.filter((one) => one.asked_again.length > 0).length, security: 0 },
      items: tally(again, (one) => `${one.item}|${one.channel}|${one.given_in}`).map(({ name, times }) => {
        const [item = '', channel = '', given_in = ''] = name.split('|')
        return {
          item,
          channel,
          given_in,
          security: false,
          times,
          runs: measured.filter((one) => one.asked_again.some((each) => each.channel === channel)).length,
        }
      }),
    },
    contradictions: contradictionsOf(both),
    hand_offs: handOffsOf(both),
  }
}
