import type { z } from 'zod'
import { wilson } from '../stats/proportion.ts'
import type { Analytics } from '../storage/analytics.ts'
import { sqlFile } from '../storage/sql-file.ts'
import { readNames } from './catalogue-store.ts'
import type { Store } from './commit.ts'
import type { PlanViolation, readPlanViolations } from './contract.ts'
import { planOf } from './plan-store.ts'
import { type Names, wordsOf } from './touchpoint-names.ts'
import { type PlanRule, rulesOf, ruleWords, type TrackingPlan, typePatterns } from './tracking-plan.ts'

const violationsSql = sqlFile(import.meta, 'plan-violations.sql')
const countsSql = `
  SELECT touchpoint, toString(count()) AS n, max(started_at) AS last, groupArraySorted(3)(toString(interaction_id)) AS examples
  FROM throughline.interactions FINAL
  WHERE {{workspace}} AND started_at > {since:Int64} AND started_at <= {until:Int64} AND NOT (touchpoint = 'Identified' AND channel = '' AND empty(keys))
  GROUP BY touchpoint`
const untilSql = `
  SELECT max(started_at) AS last FROM throughline.interactions
  WHERE {{workspace}} AND is_deleted = 0 AND started_at < received_at + 86400000`

const day_ms = 86_400_000

type Found = z.input<typeof readPlanViolations.output>

/** Where interactions of the last days break the tracking plan; the days end with the last interaction of all. */
export async function readViolations(store: Store, workspace: string, days: number): Promise<Found> {
  const plan = await planOf(store.db, workspace)
  const [row] = await store.analytics.ask<{ last: string }>(untilSql, { workspace }, 'analysis')
  const until = Number(row?.last ?? 0)
  if (plan === null || until === 0)
    return { violations: [], rules: 0, interactions: 0, since: null, until: null }
  const period = { since: until - days * day_ms, until }
  const names = await readNames(store.db, workspace)
  const counts = await countsOf(store.analytics, workspace, names, period)
  const rules = rulesOf(plan)
  const broken = await brokenOf(store.analytics, workspace, { rules, names, period })
  const declared = new Set(Object.keys(plan.touchpoints).map((word) => named(names, word)))
  const ofPlan = [...counts].filter(([name]) => declared.has(name))
  return {
    violations: [
      ...rules.flatMap((rule, number) =>
        violationOf(rule, broken.get(number), counts.get(named(names, rule.touchpoint))?.n ?? 0),
      ),
      ...undeclared(plan, counts, declared),
    ].sort((a, b) => b.interactions - a.interactions),
    rules: rules.length,
    interactions: ofPlan.reduce((sum, [, { n }]) => sum + n, 0),
    since: new Date(period.since).toISOString(),
    until: new Date(until).toISOString(),
  }
}

const named = ({ touchpoints }: Names, word: string) => touchpoints.get(word) ?? word

interface Counted {
  n: number
  examples: string[]
}

async function countsOf(
  analytics: Analytics,
  workspace: string,
  names: Names,
  params: { since: number; until: number },
): Promise<Map<string, Counted>> {
  const rows = await analytics.ask<{ touchpoint: string; n: string; examples: string[] }>(
    countsSql,
    { workspace, params },
    'analysis',
  )
  const counts = new Map<string, Counted>()
  for (const { touchpoint, n, examples } of rows) {
    const name = named(names, touchpoint)
    const known = counts.get(name)
    counts.set(name, { n: (known?.n ?? 0) + Number(n), examples: known?.examples ?? examples })
  }
  return counts
}

interface Broken {
  days: { day: string; interactions: number }[]
  examples: string[]
}

/** By the number of the rule. A rule is about every word that its touchpoint is written by. */
async function brokenOf(
  analytics: Analytics,
  workspace: string,
  { rules, names, period }: { rules: PlanRule[]; names: Names; period: { since: number; until: number } },
): Promise<Map<number, Broken>> {
  if (rules.length === 0) return new Map()
  const spread = rules.flatMap((rule, number) =>
    wordsOf(names.touchpoints, named(names, rule.touchpoint)).map((word) => ({ number, word, rule })),
  )
  const rows = await analytics.ask<{ rule: number; day: string; n: string; examples: string[] }>(
    violationsSql,
    {
      workspace,
      params: {
        ...period,
        ...typePatterns,
        rules: spread.map(({ number }) => number),
        words: spread.map(({ word }) => word),
        kinds: spread.map(({ rule }) => rule.kind),
        names: spread.map(({ rule }) => rule.name),
        allowed: spread.map(({ rule }) => allowedOf(rule, names).join('\u001f')),
      },
    },
    'analysis',
  )
  const broken = new Map<number, Broken>()
  for (const { rule, day, n, examples } of rows) {
    const own = broken.get(Number(rule)) ?? { days: [], examples: [] }
    broken.set(Number(rule), own)
    const date = new Date(Number(day) * day_ms).toISOString().slice(0, 10)
    own.days.push({ day: date, interactions: Number(n) })
    own.examples = [...examples, ...own.examples].slice(0, 5)
  }
  return broken
}

/** A channel that is allowed is so by every word for it. */
function allowedOf({ kind, allowed }: PlanRule, { channels }: Names): string[] {
  if (kind !== 'channel') return allowed
  return allowed.flatMap((word) => wordsOf(channels, channels.get(word) ?? word))
}

function violationOf(rule: PlanRule, broken: Broken | undefined, of: number): PlanViolation[] {
  if (broken === undefined) return []
  const interactions = broken.days.reduce((sum, day) => sum + day.interactions, 0)
  const { touchpoint, kind, name } = rule
  const { days, examples } = broken
  return [
    {
      touchpoint,
      what: ruleWords(rule),
      kind,
      name,
      interactions,
      of,
      ...wilson(interactions, of),
      days,
      examples,
    },
  ]
}

function undeclared(
  plan: TrackingPlan,
  counts: ReadonlyMap<string, Counted>,
  declared: ReadonlySet<string>,
): PlanViolation[] {
  if (plan.undeclared === 'ignore') return []
  return [...counts].flatMap(([touchpoint, { n, examples }]) =>
    declared.has(touchpoint)
      ? []
      : {
          touchpoint,
          what: 'is not in the plan',
          kind: 'undeclared' as const,
          name: '',
          interactions: n,
          of: n,
          ...wilson(n, n),
          days: [],
          examples,
        },
  )
}
