/** Who contradicts whom (methods A.16), each statement held against all said before it. */
import { type Entry, type Life, reached, stepAt } from './life.ts'

interface Said {
  act: 'said' | 'recorded' | 'over'
  key: string
  what: string
  value: string
  changes: boolean
  at: number
  by: string
}

export interface PlainConsistency {
  statements: number
  /** Interactions that said the first and the second. */
  contradictions: [first: string, second: string][]
}

export function consistencyOf(life: Life): PlainConsistency {
  const all = saidIn(life)
  const contradictions: [string, string][] = []
  all.forEach((one, place) => {
    if (one.act !== 'said' || one.changes) return
    const chain = all.slice(0, place).filter(({ key }) => key === one.key)
    const anew = chain.findLastIndex((each, earlier) => beginsAnew(chain.slice(0, earlier), each))
    const since = chain.slice(Math.max(0, anew)).filter(({ act }) => act === 'said')
    const last = since.at(-1)
    if (last === undefined || last.value === one.value) return
    const before = since.some(({ value }) => value === one.value)
    const wrong =
      one.what === 'document_needed' ? last.value === 'nothing' : one.what === 'state' ? before : !before
    if (wrong) contradictions.push([last.by, one.by])
  })
  return { statements: all.filter(({ act }) => act === 'said').length, contradictions }
}

/** A matter that is over, a change that says so, another value on record than the last known. */
function beginsAnew(before: Said[], { act, changes, value }: Said): boolean {
  if (act === 'over') return true
  if (act === 'said') return changes
  const known = before.at(-1)
  return known === undefined || known.act === 'over' || known.value !== value
}

function saidIn(life: Life): Said[] {
  const all: Said[] = []
  life.run.forEach((each, place) => {
    const add = (
      act: Said['act'],
      about: string,
      what: string,
      value: string,
      changes = false,
      at = each.started_at,
    ) => {
      if (at > life.as_of) return
      all.push({ act, key: `${what} ${about}`, what, value, changes, at, by: each.interaction_id })
    }
    const step = stepAt(life, place)
    const isNew = step !== undefined && !life.taken.slice(0, place).includes(step.step)
    if (isNew) add('over', '', 'document_needed', '')
    const internal = each.direction === 'internal'
    for (const { about, what, value, changes } of reached(each) || internal ? each.statements : [])
      add(internal ? 'recorded' : 'said', about, what, value.toLowerCase(), changes)
    const earlier = life.run.slice(0, place).flatMap(({ promises }) => promises)
    const named = (by: 'fulfilled_by' | 'replaced_by' | 'voided_by') =>
      earlier.filter((fact) => fact[by].includes(each.touchpoint)).map(({ what }) => what)
    for (const what of new Set([...named('fulfilled_by'), ...named('voided_by')]))
      add('over', what, 'date', '')
    for (const [nth, { act, what, due, at }] of each.promises.entries()) {
      const here = each.promises.slice(0, nth).filter((fact) => fact.replaced_by.includes(each.touchpoint))
      const replaces =
        act === 'replaced' || [...named('replaced_by'), ...here.map((fact) => fact.what)].includes(what)
      if (act === 'fulfilled' || act === 'voided') add('over', what, 'date', '', false, at ?? each.started_at)
      else if (due !== null && reached(each))
        add('said', what, 'date', `${due}`, replaces, at ?? each.started_at)
    }
    for (const value of neededBy(each)) add('said', '', 'document_needed', value.toLowerCase())
  })
  return all.sort((a, b) => a.at - b.at)
}

function neededBy(each: Entry): string[] {
  if (!reached(each)) return []
  const needed = each.news?.needed_from_you ?? null
  if (needed !== null) return [needed]
  return each.direction === 'outbound' && each.information_asked.length > 0
    ? [each.information_asked.join(', ')]
    : []
}
