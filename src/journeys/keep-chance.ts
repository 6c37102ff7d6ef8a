import type { Chance } from './bound-chance.ts'
import type { JourneyStore } from './build.ts'
import { contactsEndWithin } from './contact-counts.ts'
import { gapEndsWithin } from './gap-lengths.ts'
import { nextDue, type OpenRun } from './open-runs.ts'
import { chancesOf } from './outcome-times.ts'
import { promiseLengths } from './promise-lengths.ts'
import type { Objective } from './storyboard.ts'
import type { View } from './view.ts'

/**
 * The chance that an open run keeps to an objective: in time, by earlier runs of its age; silence, that the gap which
 * lasts ends in time (later ones are not foreseen); contacts, by how many runs with as many had in the end;
 * promise, that the next one due is fulfilled then, by earlier ones as old. Null = not known, and for a promise that was moved already.
 */
export async function keepChance(
  store: JourneyStore,
  view: View,
  { bound }: Pick<Objective, 'bound'>,
): Promise<(run: OpenRun) => Chance | null> {
  if (bound.kind === 'outcome') {
    const chance = await chancesOf(store, view, bound.outcome, bound.within)
    return ({ age }) => chance(age)
  }
  if (bound.kind === 'silence') {
    const ends = await gapEndsWithin(store, view)
    return ({ silent, silent_from }) => (silent ? ends(silent_from)(silent, bound.longest) : null)
  }
  if (bound.kind === 'contacts') {
    const end = await contactsEndWithin(store, view)
    return ({ contacts }) => end(contacts - 1, bound.most)
  }
  const { endsWithin } = await promiseLengths(store, view, bound.what)
  return (run) => {
    const next = nextDue(run, bound.what)
    if (next === null || next.made_at === null || next.moved) return null
    return endsWithin((run.judged_until - next.made_at) / 1000, (next.due - next.made_at) / 1000)
  }
}

/** Whether an open run may still keep to an objective or miss it: for silence, only while a gap lasts. */
export function undecided({ bound }: Pick<Objective, 'bound'>, run: OpenRun): boolean {
  if (bound.kind === 'outcome') return bound.within === null || run.age <= bound.within
  if (bound.kind === 'silence') return Boolean(run.silent) && run.longest <= bound.longest
  return bound.kind === 'contacts' && run.contacts <= bound.most
}
