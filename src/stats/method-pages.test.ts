import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { cumulativeIncidence } from './aalen-johansen.ts'
import { coxRegression } from './cox.ts'
import { fitFellegiSunter, posterior, weightOf } from './fellegi-sunter.ts'
import { mineTree, unrolled } from './inductive-miner.ts'
import { kaplanMeier } from './kaplan-meier.ts'
import { logRank } from './log-rank.ts'
import type { ProcessTree } from './process-tree.ts'
import { temporalProfile, unusualTimes } from './temporal-profile.ts'
import { netOf, replay, replayFitness } from './token-replay.ts'

/** The example of a page, as the reader sees it. */
function example<T>(name: string): T {
  const page = readFileSync(join(import.meta.dirname, '../../docs/methods', `${name}.md`), 'utf8')
  return parse(/```yaml\n([\s\S]*?)```/.exec(page)![1]!) as T
}

/** Weeks by group, a minus before those that have not ended. */
function watched(groups: number[][]) {
  const weeks = groups.flat()
  return {
    durations: weeks.map(Math.abs),
    ended: weeks.map((week) => week > 0),
    group: groups.flatMap((members, number) => members.map(() => number)),
  }
}

describe('the worked example on the page', () => {
  test('about the log-rank test has its chi-squared', () => {
    const { groups, gives } = example<{
      groups: number[][]
      gives: { observed: number[]; expected: number[]; chi_squared: number }
    }>('log-rank')
    const { durations, ended, group } = watched(groups)
    const found = logRank(durations, ended, group)
    expect(found.groups.map(({ observed }) => observed)).toEqual(gives.observed)
    found.groups.forEach(({ expected }, i) => {
      expect(expected).toBeCloseTo(gives.expected[i]!, 2)
    })
    expect(found.chi_squared).toBeCloseTo(gives.chi_squared, 3)
  })

  test('about Cox regression has its hazard ratios', () => {
    const { groups, gives } = example<{
      groups: number[][]
      gives: Record<'efron' | 'breslow', { coefficient: number; error: number; hazard_ratio: number }>
    }>('cox')
    const { durations, ended, group } = watched(groups)
    for (const ties of ['efron', 'breslow'] as const) {
      const found = coxRegression(durations, ended, [group], { ties })
      expect(found.coefficients[0]).toBeCloseTo(gives[ties].coefficient, 4)
      expect(found.errors[0]).toBeCloseTo(gives[ties].error, 4)
      expect(Math.exp(found.coefficients[0]!)).toBeCloseTo(gives[ties].hazard_ratio, 4)
    }
  })

  test('about competing ends has its shares', () => {
    const { days, ended, gives } = example<{
      days: number[]
      ended: number[]
      gives: Record<'resolved' | 'given_up' | 'waiting' | 'wrongly_resolved', number>
    }>('aalen-johansen')
    const { causes, share } = cumulativeIncidence(days, ended)
    const alone = kaplanMeier(
      days,
      ended.map((how) => how === 1),
    )
    expect(causes[0]!.share.at(-1)).toBeCloseTo(gives.resolved, 4)
    expect(causes[1]!.share.at(-1)).toBeCloseTo(gives.given_up, 4)
    expect(share.at(-1)).toBeCloseTo(gives.waiting, 4)
    expect(1 - alone.share.at(-1)!).toBeCloseTo(gives.wrongly_resolved, 4)
  })

  test('about the inductive miner finds the steps of the storyboard', () => {
    const { ways, steps } = example<{ ways: { steps: string[]; count: number }[]; steps: unknown[] }>(
      'inductive-miner',
    )
    expect(itemsOf(unrolled(mineTree(ways, 0.2)), new Map())).toEqual(steps)
  })

  test('about token replay has its tokens', () => {
    const { run, gives } = example<{ run: string[]; gives: { fitness: number } }>('token-replay')
    const found = replay(
      netOf(mineTree(['abdeg', 'acdeh', 'acdeg'].map((way) => ({ steps: [...way], count: 1 }))))!,
      run,
    )
    const { fitness, ...counts } = gives
    expect(found).toEqual(counts)
    expect(replayFitness(found)).toBeCloseTo(fitness, 4)
  })

  test('about matching has its shares', () => {
    const { pairs, start, gives } = example<{
      pairs: Record<string, number>
      start: { lambda: number; m: number; u: number }
      gives: { lambda: number; m: number[]; u: number[]; probability_011: number; weight_011: number }
    }>('matching')
    const alike = (share: number) => gives.m.map(() => [0, 1 - share, share])
    const patterns = Object.entries(pairs).map(([name, count]) => ({
      levels: [...name].map((digit) => Number(digit) + 1),
      count,
    }))
    const { lambda, m, u } = fitFellegiSunter(patterns, {
      start: { lambda: start.lambda, m: alike(start.m), u: alike(start.u) },
    })
    expect(lambda).toBeCloseTo(gives.lambda, 6)
    gives.m.forEach((share, place) => {
      expect(m[place]![2]).toBeCloseTo(share, 6)
      expect(u[place]![2]).toBeCloseTo(gives.u[place]!, 6)
    })
    const probability = posterior([1, 2, 2], lambda, m, u)
    expect(probability).toBeCloseTo(gives.probability_011, 6)
    expect(weightOf(probability)).toBeCloseTo(gives.weight_011, 2)
  })

  test('about the temporal profile has its times', () => {
    const { runs, gives, unusual_at_1 } = example<{
      runs: { step: string; at: number; until?: number }[][]
      gives: { from: string; to: string; sd: number }
      unusual_at_1: number[]
    }>('temporal-profile')
    const timed = runs.map((run) =>
      run.map(({ step, at, until }) => ({ label: step, started_at: at, ended_at: until ?? at })),
    )
    const profile = temporalProfile(timed)
    const { from, to, sd, ...others } = gives
    const found = profile.get(from)!.get(to)!
    expect(found).toMatchObject(others)
    expect(found.sd).toBeCloseTo(sd, 4)
    expect(timed.flatMap((run) => unusualTimes(profile, run, 1)).map(({ took }) => took)).toEqual(
      unusual_at_1,
    )
  })
})

/** A process as items of a storyboard; a step that stands a second time gets a name of its own. */
function itemsOf(tree: ProcessTree, used: Map<string, number>): unknown[] {
  if (tree.kind === 'step') {
    const nth = (used.get(tree.label) ?? 0) + 1
    used.set(tree.label, nth)
    return [nth === 1 ? { step: tree.label } : { step: `${tree.label} (${nth})`, touchpoints: [tree.label] }]
  }
  const parts = tree.children.map((child) => itemsOf(child, used))
  if (tree.kind === 'sequence') return parts.flat()
  if (tree.kind === 'optional') return [{ optional: parts.flat() }]
  if (tree.kind === 'repeat') return [{ repeat: { up_to: tree.up_to, steps: parts.flat() } }]
  return [{ [tree.kind]: parts.map((items) => (items.length === 1 ? items[0] : { sequence: items })) }]
}
