import type { Output } from '../../src/http/operation.ts'
import type * as journeys from '../../src/journeys/contract.ts'
import { unlivedEdge } from '../../src/journeys/journey-map.ts'
import type { Given } from './answer.ts'
import { owners, path, step } from './design.ts'
import * as r from './report.ts'

type JourneyMap = Output<typeof journeys.readJourneyMap>
type Edge = JourneyMap['edges'][number]
type Passage = { run: journeys.RunTrace; seconds: number; silent: number; waited_for: string; at: string }

const stages: Record<string, string> = {
  'Claim reported': 'Report',
  'Documents asked': 'Report',
  'Documents sent': 'Report',
  'Receipt confirmed': 'Examine',
  'Survey done': 'Examine',
  'Decision told': 'Settle',
  Paid: 'Settle',
  Thanked: 'Settle',
}
const share = (runs: number, of: number) => ({ runs, of, ...r.wilson(runs, of) })

/** Everything that passed over each edge, with the silence beyond tolerance that falls on it. */
function passagesOf(runs: journeys.RunTrace[]): Map<string, Passage[]> {
  const found = new Map<string, Passage[]>()
  for (const run of runs)
    run.steps.forEach((to, index) => {
      const from = run.steps[index - 1]
      if (!from) return
      const [end, seconds] = [Date.parse(to.started_at), to.waiting]
      const silent = run.gaps.reduce((sum, gap) => {
        const since = Math.max(Date.parse(gap.from_at) + gap.tolerance * 1000, end - seconds * 1000)
        return sum + Math.max(0, Math.min(Date.parse(gap.to_at), end) - since) / 1000
      }, 0)
      const key = `${r.name(from)}|${r.name(to)}`
      const passage = { run, seconds, silent, waited_for: to.waited_for, at: to.started_at }
      found.set(key, [...(found.get(key) ?? []), passage])
    })
  return found
}

function heldOf(passages: Passage[]) {
  const all = passages.reduce((sum, one) => sum + one.seconds, 0)
  if (all === 0) return null
  const of = (party: string) =>
    passages.filter((one) => one.waited_for === party).reduce((sum, one) => sum + one.seconds, 0) / all
  return {
    customer: of('customer'),
    company: of('company'),
    third_party: of('third_party'),
    unknown: of('unknown'),
  }
}

function silentOf(passages: Passage[]) {
  const runs = new Set(passages.map(({ run }) => run))
  return share(new Set(passages.filter(({ silent }) => silent > 0).map(({ run }) => run)).size, runs.size)
}

const excess = (passages: Passage[]) => passages.reduce((sum, one) => sum + one.silent, 0) / 86_400

function edgeOf(key: string, passages: Passage[]): Edge {
  const [from = '', to = ''] = key.split('|')
  const seconds = passages.map((one) => one.seconds)
  const held = heldOf(passages)
  const all = seconds.reduce((sum, one) => sum + one, 0)
  return {
    from,
    to,
    count: passages.length,
    runs: new Set(passages.map(({ run }) => run)).size,
    median_seconds: r.median(seconds),
    p90_seconds: r.median(seconds, 0.9),
    designed: path.indexOf(to) === path.indexOf(from) + 1 && path.includes(to),
    held,
    waited_for: held
      ? (Object.entries(held).reduce((most, each) => (each[1] > most[1] ? each : most))[0] as string)
      : 'unknown',
    silent_share: (excess(passages) * 86_400) / Math.max(1, all),
    silent: silentOf(passages),
    excess_days: excess(passages),
  }
}

const ends = (runs: journeys.RunTrace[], at: 0 | -1) =>
  [...r.counts(runs, (run) => r.name(run.steps.at(at)!))].map(([touchpoint, count]) => ({
    touchpoint,
    count,
  }))

function nodeOf(node: string, runs: journeys.RunTrace[]): JourneyMap['nodes'][number] {
  const here = runs.filter((run) => run.steps.some((one) => r.name(one) === node))
  const taken = here.flatMap((run) => run.steps.filter((one) => r.name(one) === node))
  const over = here.filter((run) => run.ended_at)
  const lost = over.filter(
    (run) => run.outcome_kind !== 'success' && run.steps.findLast((one) => one.step)?.step === node,
  )
  const designed = path.includes(node) || node === 'Thanked'
  return {
    node,
    designed,
    lived: taken.length,
    runs: here.length,
    channels: [...new Set(taken.map((one) => one.channel))],
    moment_of_truth: node === 'Decision told',
    owner: designed ? (owners[node] ?? 'Claims') : '',
    stage: stages[node] ?? '',
    lost: designed ? share(lost.length, over.length) : null,
    silent_now: taken.length
      ? here.filter((run) => run.gaps.some((gap) => gap.open && gap.excess > 0 && gap.from === node)).length
      : null,
  }
}

/** The claims' map. The journey `crowded` has sixty steps and three hundred ways between them. */
export function journeyMap(asked: Given<typeof journeys.readJourneyMap>): JourneyMap {
  if (asked.journey === 'crowded') return crowded()
  const runs = r.matching(r.traces, asked)
  const lived = new Set(runs.flatMap((run) => run.steps.map(r.name)))
  const edges = [...passagesOf(runs)].map(([key, passages]) => edgeOf(key, passages))
  return {
    journey: 'claim',
    as_of: r.asOf,
    runs: runs.length,
    sampled: null,
    passages: edges.reduce((sum, edge) => sum + edge.count, 0),
    design: {
      kind: 'sequence',
      children: [...path.map((name) => step(name)), { kind: 'optional', children: [step('Thanked')] }],
    },
    nodes: [...new Set([...path, 'Thanked', ...lived])].map((node) => nodeOf(node, runs)),
    edges: [...edges.sort((a, b) => b.count - a.count), unlivedEdge('Paid', 'Thanked')],
    starts: ends(runs, 0),
    ends: ends(runs, -1),
  }
}

function crowded(): JourneyMap {
  const [some] = [...passagesOf(r.traces)].map(([key, passages]) => edgeOf(key, passages))
  const names = Array.from({ length: 60 }, (_, at) => (at < 20 ? `Step ${at + 1}` : `Side ${at - 19}`))
  const found = new Map<string, Edge>()
  const parties = ['company', 'customer', 'third_party']
  const add = (from: number, to: number, runs: number, designed = false) => {
    const key = `${names[from]}|${names[to]}`
    if (found.has(key)) return
    const waited_for = parties[(from + to) % 3]!
    const silent_share = waited_for === 'customer' ? 0 : ((from * 7 + to) % 10) / 12
    const median_seconds = 3600 * (1 + ((from * 13 + to * 5) % 120))
    const lived = { from: names[from]!, to: names[to]!, count: runs, runs, designed }
    found.set(key, { ...some!, ...lived, waited_for, silent_share, median_seconds })
  }
  for (let at = 0; at < 19; at++) add(at, at + 1, 900 - at * 20, true)
  for (let side = 20; side < 60; side++) {
    add((side * 7) % 20, side, 300 - side * 4)
    add(side, ((side * 7) % 20) + (side % 3), 280 - side * 4)
  }
  for (let at = 0; found.size < 300; at++)
    add((at * 17) % 60, (at * 29 + Math.floor(at / 60) * 7) % 60, Math.ceil(60 / (1 + at / 20)))
  const edges = [...found.values()].sort((a, b) => b.count - a.count)
  return {
    journey: 'crowded',
    as_of: r.asOf,
    runs: 900,
    sampled: null,
    passages: edges.reduce((sum, edge) => sum + edge.count, 0),
    design: { kind: 'sequence', children: names.slice(0, 20).map((name) => step(name)) },
    nodes: names.map((node, at) => {
      const runs = edges.filter(({ to }) => to === node).reduce((sum, edge) => sum + edge.count, 0) || 900
      return { ...nodeOf('Chase call', r.traces.slice(0, 40)), node, designed: at < 20, lived: runs, runs }
    }),
    edges,
    starts: [{ touchpoint: 'Step 1', count: 900 }],
    ends: [{ touchpoint: 'Step 20', count: 360 }],
  }
}

/** One edge of the claims' map, opened. */
export function edgeReport({ from, to, ...asked }: Given<typeof journeys.readEdge>): journeys.EdgeReport {
  const passages = passagesOf(r.matching(r.traces, asked)).get(`${from}|${to}`) ?? []
  const seconds = passages.map((one) => one.seconds)
  const at = (part: number) => r.median(seconds, part) ?? 0
  const width = [3600, 7200, 21_600, 43_200, 86_400].find((each) => each * 20 >= at(0.9)) ?? 172_800
  const bars = (
    bar: (one: Passage) => number,
    from: (bar: number) => number,
    last = Number.POSITIVE_INFINITY,
  ) =>
    [...Map.groupBy(passages, bar)]
      .sort((a, b) => a[0] - b[0])
      .map(([nth, some]) => ({
        from: from(nth),
        to: nth >= last ? null : from(nth + 1),
        count: some.length,
        silent: some.filter((one) => one.silent > 0).length,
      }))
  return {
    journey: asked.journey,
    as_of: r.asOf,
    from,
    to,
    count: passages.length,
    runs: new Set(passages.map(({ run }) => run)).size,
    seconds: passages.length
      ? {
          p10: at(0.1),
          p25: at(0.25),
          median: at(0.5),
          p75: at(0.75),
          p90: at(0.9),
          longest: Math.max(...seconds),
        }
      : null,
    held: heldOf(passages),
    silent: silentOf(passages),
    excess_days: excess(passages),
    logarithmic: bars(
      (one) => Math.floor(8 * Math.log10(Math.max(1, one.seconds))),
      (nth) => 10 ** (nth / 8),
    ),
    linear: bars(
      (one) => Math.min(30, Math.floor(one.seconds / width)),
      (nth) => nth * width,
      30,
    ),
    segments: ['region', 'product'].flatMap((attribute) =>
      [...Map.groupBy(passages, ({ run }) => run.attributes[attribute] ?? '')].map(([value, some]) => ({
        attribute,
        value,
        runs: new Set(some.map(({ run }) => run)).size,
        count: some.length,
        median_seconds: r.median(some.map((one) => one.seconds)) ?? 0,
        silent: silentOf(some),
      })),
    ),
    slowest: passages
      .toSorted((a, b) => b.seconds - a.seconds)
      .slice(0, 8)
      .map(({ run, seconds, silent, at }) => ({
        run_id: run.run_id,
        subject_type: run.subject_type,
        subject: run.subject,
        seconds,
        silent_seconds: silent,
        arrived_at: at,
      })),
  }
}
