import { z95 } from '../stats/normal.ts'
import type { Chance } from './bound-chance.ts'
import type { Budget } from './budget.ts'
import type { JourneyStore } from './build.ts'
import { keepChance, undecided } from './keep-chance.ts'
import { openRuns } from './open-runs.ts'
import { promiseLengths } from './promise-lengths.ts'
import type { Objective } from './storyboard.ts'
import type { View } from './view.ts'

/** As many open runs or promises with one chance to keep to an objective; null = not known. */
export interface Foreseen {
  chance: Chance | null
  n: number
}

/** Open runs (for a promise, open promises) that will miss an objective, by what became of earlier ones. */
export async function forecastOf(
  store: JourneyStore,
  view: View,
  objective: Objective,
): Promise<Budget['forecast']> {
  const { bound } = objective
  if (bound.kind === 'promise') return missesOf(await promisesForeseen(store, view, bound.what))
  const keeps = await keepChance(store, view, objective)
  const open = (await openRuns(store, view)).filter((run) => undecided(objective, run))
  return missesOf(open.map((run) => ({ chance: keeps(run), n: 1 })))
}

/** A promise that was moved is renegotiated at best, and no longer kept. */
const certain: Chance = { share: 0, of: Number.POSITIVE_INFINITY }

async function promisesForeseen(store: JourneyStore, view: View, what: string): Promise<Foreseen[]> {
  const { open, endsWithin } = await promiseLengths(store, view, what)
  return open.map(({ promised, lasted, moved, n }) => {
    if (promised === null || lasted === null) return { chance: moved ? certain : null, n }
    return { chance: moved ? certain : endsWithin(lasted, promised), n }
  })
}

/**
 * The sum of the chances to miss with a 95 % interval: each run falls by its own chance (Σ p(1 − p)), and the chances themselves
 * are shares of so many earlier runs that err together ((Σ √(p(1 − p)/of))²). For the spread p is Agresti and Coull's, (x + 2)/(of + 4): a share that
 * was always 0 is not certain.
 */
export function missesOf(foreseen: readonly Foreseen[]): Budget['forecast'] {
  let [open, known, mean, own, common] = [0, 0, 0, 0, 0]
  for (const { chance, n } of foreseen) {
    open += n
    if (chance === null) continue
    known += n
    mean += n * (1 - chance.share)
    if (!Number.isFinite(chance.of)) continue
    const share = (chance.share * chance.of + 2) / (chance.of + 4)
    own += n * share * (1 - share)
    common += n * Math.sqrt((share * (1 - share)) / chance.of)
  }
  if (known === 0) return { open, will_miss: null, low: null, high: null, unknown: open }
  const reach = z95 * Math.sqrt(own + common * common)
  return {
    open,
    will_miss: mean,
    low: Math.max(0, mean - reach),
    high: Math.min(known, mean + reach),
    unknown: open - known,
  }
}
