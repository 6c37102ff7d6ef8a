import type { Output } from '../http/operation.ts'
import type { JourneyStore } from './build.ts'
import type { Filters, listAtRisk } from './contract.ts'
import { durationText, durationWords } from './duration.ts'
import { type OpenRun, openRuns } from './open-runs.ts'
import { chancesOf } from './outcome-times.ts'
import type { Objective } from './storyboard.ts'
import { openView } from './view.ts'

/** So much of the time allowed may pass before a run counts as at risk. */
const spent = 0.75

type Risk = Output<typeof listAtRisk>['runs'][number]
type Why = Pick<Risk, 'why' | 'until' | 'chance'>

/** Open runs that may still keep to an objective but probably will not: why, and until when something can be done. */
export async function atRisk(
  store: JourneyStore,
  workspace: string,
  journey: string,
  { limit, ...filters }: Filters & { limit: number },
): Promise<Output<typeof listAtRisk>> {
  const view = await openView(store, workspace, journey, filters)
  const open = await openRuns(store, view)
  const found: Risk[] = []
  for (const objective of view.storyboard.objectives) {
    const { bound } = objective
    const chance =
      bound.kind === 'outcome' ? await chancesOf(store, view, bound.outcome, bound.within) : () => null
    for (const run of open) {
      const why = whyAtRisk(objective, run, chance)
      if (why === null) continue
      const { run_id, subject, started_at, last_touchpoint } = run
      found.push({
        run_id,
        subject,
        started_at: new Date(started_at).toISOString(),
        last_touchpoint,
        objective: objective.name,
        ...why,
      })
    }
  }
  const soonest = (risk: Risk) => (risk.until === null ? Number.POSITIVE_INFINITY : Date.parse(risk.until))
  found.sort((a, b) => soonest(a) - soonest(b) || (a.run_id < b.run_id ? -1 : 1))
  return {
    journey,
    as_of: new Date(view.as_of).toISOString(),
    open: open.length,
    total: found.length,
    runs: found.slice(0, limit),
  }
}

/** Null: not at risk, or missed already. */
export function whyAtRisk(
  { bound }: Objective,
  run: OpenRun,
  chance: (age: number) => number | null,
): Why | null {
  if (bound.kind === 'outcome') return lateSoon(bound, run, chance(run.age))
  if (bound.kind === 'silence') return silentSoon(bound.longest, run)
  if (bound.kind === 'promise') return dueSoon(bound.what, run)
  if (run.contacts !== bound.most) return null
  return { why: `${run.contacts} contacts so far: the next is one too many`, until: null, chance: null }
}

function lateSoon(
  { outcome, within }: Objective['bound'] & { kind: 'outcome' },
  run: OpenRun,
  chance: number | null,
): Why | null {
  if (within === null || run.age > within) return null
  if (chance === null ? run.age < spent * within : chance >= 0.5) return null
  const how =
    chance === null
      ? 'no earlier run was watched so long'
      : `of earlier runs of that age ${Math.round(chance * 100)} % made it`
  return {
    why: `not '${outcome}' after ${durationWords(run.age)} of ${durationText(within)}: ${how}`,
    until: new Date(run.started_at + within * 1000).toISOString(),
    chance,
  }
}

function silentSoon(longest: number, { silent, judged_until }: OpenRun): Why | null {
  if (silent === null || silent > longest || silent < spent * longest) return null
  return {
    why: `has heard nothing for ${durationWords(silent)} of ${durationText(longest)}`,
    until: new Date(judged_until + (longest - silent) * 1000).toISOString(),
    chance: null,
  }
}

function dueSoon(what: string, { promises, judged_until }: OpenRun): Why | null {
  const next = promises
    .filter((each) => each.what === what && each.due !== null && each.due >= judged_until)
    .sort((a, b) => a.due! - b.due!)[0]
  if (next === undefined) return null
  const { made_at } = next
  const due = next.due!
  if (made_at !== null && judged_until - made_at < spent * (due - made_at)) return null
  return {
    why: `'${what}' is promised and not fulfilled yet`,
    until: new Date(due).toISOString(),
    chance: null,
  }
}
