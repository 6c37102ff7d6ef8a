import type { Output } from '../http/operation.ts'
import type { JourneyStore } from './build.ts'
import type { Filters, listAtRisk } from './contract.ts'
import { durationText, durationWords } from './duration.ts'
import { keepChance } from './keep-chance.ts'
import { nextDue, type OpenRun, openRuns } from './open-runs.ts'
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
    const chance = await keepChance(store, view, objective)
    for (const run of open) {
      const why = whyAtRisk(objective, run, (run) => chance(run)?.share ?? null)
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
  chance: (run: OpenRun) => number | null,
): Why | null {
  if (bound.kind === 'outcome') return lateSoon(bound, run, chance(run))
  if (bound.kind === 'silence') return silentSoon(bound.longest, run, chance(run))
  if (bound.kind === 'promise') return dueSoon(bound.what, run, chance(run))
  return oftenSoon(bound.most, run, chance(run))
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

function silentSoon(
  longest: number,
  { silent, longest: before, judged_until }: OpenRun,
  chance: number | null,
): Why | null {
  if (silent === null || before > longest) return null
  if (chance === null ? silent < spent * longest : chance >= 0.5) return null
  const how = chance === null ? '' : `: of earlier waits as long ${Math.round(chance * 100)} % ended in time`
  return {
    why: `has heard nothing for ${durationWords(silent)} of ${durationText(longest)}${how}`,
    until: new Date(judged_until + (longest - silent) * 1000).toISOString(),
    chance,
  }
}

function oftenSoon(most: number, { contacts }: OpenRun, chance: number | null): Why | null {
  if (contacts > most || (chance === null ? contacts < most : chance >= 0.5)) return null
  const next = contacts === most ? ': the next is one too many' : ` of ${most}`
  const how =
    chance === null ? '' : `; of runs with as many ${Math.round(chance * 100)} % ended with at most ${most}`
  return { why: `${contacts} contacts so far${next}${how}`, until: null, chance }
}

function dueSoon(what: string, run: OpenRun, chance: number | null): Why | null {
  const next = nextDue(run, what)
  if (next === null) return null
  const { made_at, due } = next
  const early = made_at !== null && run.judged_until - made_at < spent * (due - made_at)
  if (chance === null ? early : chance >= 0.5) return null
  const how =
    chance === null ? '' : `: of earlier ones as old ${Math.round(chance * 100)} % were fulfilled by then`
  return {
    why: `'${what}' is promised and not fulfilled yet${how}`,
    until: new Date(due).toISOString(),
    chance,
  }
}
