import type { Output } from '../../src/http/operation.ts'
import type * as journeys from '../../src/journeys/contract.ts'
import type { Given } from './answer.ts'
import * as breaks from './breaks.ts'
import { has } from './having.ts'
import * as r from './report.ts'

function listed(run: journeys.RunTrace) {
  const longest = run.gaps.reduce((most, gap) => Math.max(most, gap.seconds), 0)
  return {
    run_id: run.run_id,
    journey: run.journey,
    subject_type: run.subject_type,
    subject: run.subject,
    customer: run.customer,
    started_at: run.started_at,
    ended_at: run.ended_at,
    last_at: run.steps.at(-1)?.started_at ?? run.started_at,
    outcome: run.outcome,
    outcome_kind: run.outcome_kind,
    days: r.durationDays(run),
    steps: run.steps.length,
    contacts: run.contacts,
    channels: run.channels,
    switches: run.switches,
    longest_gap_days: longest / 86_400,
    excess_days: run.gaps.reduce((sum, gap) => sum + gap.excess, 0) / 86_400,
    promises: run.promises.map(({ what, state }) => ({ what, state })),
    conformance: run.conformance,
    deviations: run.deviations.length,
    attributes: run.attributes,
  }
}

export function runsOf(asked: Given<typeof journeys.listRuns>) {
  const [kind, from, , segment] = asked.break?.split('|') ?? []
  const place = breaks.places.find((one) => one.kind === kind && one.from === from && one.segment === segment)
  const [edgeFrom, edgeTo] = asked.edge?.split('|') ?? []
  const found = r
    .matching(r.traces, asked)
    .filter(
      (run) =>
        (!place || place.affected(run) !== null) &&
        (!asked.having || has(run, asked.having)) &&
        (!asked.deviation ||
          run.deviations.some((one) => `${one.kind}|${one.step}|${one.after}` === asked.deviation)) &&
        (!asked.variant || run.steps.map(r.name).join('|') === asked.variant) &&
        (!edgeFrom ||
          run.steps.some(
            (one, at) => r.name(one) === edgeTo && at > 0 && r.name(run.steps[at - 1]!) === edgeFrom,
          )),
    )
    .map(listed)
  const key = asked.sort
  const sign = asked.order === 'asc' ? 1 : -1
  found.sort((a, b) => {
    const [one, other] = [a[key], b[key]]
    return sign * (typeof one === 'string' ? one.localeCompare(String(other)) : Number(one) - Number(other))
  })
  return { total: found.length, runs: found.slice(asked.offset, asked.offset + asked.limit) }
}

export function split(asked: Given<typeof journeys.splitJourney>): Output<typeof journeys.splitJourney> {
  const key = (run: journeys.RunTrace) =>
    asked.by === 'outcome'
      ? run.outcome
      : asked.by === 'channel'
        ? (run.channels[0] ?? '')
        : asked.by.startsWith('promise:')
          ? (run.promises[0]?.state ?? 'none')
          : (run.attributes[asked.by.slice(10)] ?? 'unknown')
  return {
    by: asked.by,
    values: [...Map.groupBy(r.matching(r.traces, asked), key)].map(([value, runs]) => {
      const over = runs.filter((run) => run.ended_at)
      const success = over.filter((run) => run.outcome_kind === 'success').length
      const rate = r.wilson(success, over.length)
      return {
        value,
        runs: runs.length,
        success,
        success_share: rate.share,
        low: rate.low,
        high: rate.high,
        median_days: r.median(over.map((run) => r.durationDays(run)!)),
        kept_rate: r.reportOf({ ...asked }).promises.decision!.kept_rate,
        silent_share: r.silenceOf(runs).share,
        score_mean: null,
      }
    }),
  }
}
