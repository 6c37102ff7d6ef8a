/** Who contradicts whom (methods A.16), each statement held against all said before it. */
import { clockOf, type Entry, hour, type Life, reached, stepAt } from './life.ts'

interface Said {
  act: 'said' | 'recorded' | 'over'
  key: string
  what: string
  value: string | number
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
  const meaning = new Meaning(life)
  const contradictions: [string, string][] = []
  all.forEach((one, place) => {
    if (one.act !== 'said' || one.changes) return
    const chain = all.slice(0, place).filter(({ key }) => key === one.key)
    const anew = chain.findLastIndex((each, earlier) => beginsAnew(chain.slice(0, earlier), each, meaning))
    const since = chain.slice(Math.max(0, anew)).filter(({ act }) => act === 'said')
    const last = since.at(-1)
    if (last === undefined || meaning.agree(meaning.meant(since, last), one.value)) return
    const before = since.some(({ value }) => meaning.agree(meaning.meant(since, { value }), one.value))
    const wrong =
      one.what === 'document_needed' ? last.value === 'nothing' : one.what === 'state' ? before : !before
    if (wrong) contradictions.push([by(since, last, meaning), one.by])
  })
  return { statements: all.filter(({ act }) => act === 'said').length, contradictions }
}

/** How values agree. Dates are epoch ms; one that is the first or last moment of a day where the customer is names the day only. */
class Meaning {
  private readonly clock: number
  constructor(life: Life) {
    this.clock = clockOf(life)
  }

  private dayOf = (date: number) => Math.floor((date + this.clock) / (24 * hour))

  isDay(value: string | number): boolean {
    return (
      typeof value === 'number' &&
      (this.dayOf(value - 1) !== this.dayOf(value) || this.dayOf(value + 1) !== this.dayOf(value))
    )
  }

  agree(one: string | number, other: string | number): boolean {
    if (one === other) return true
    if (typeof one !== 'number' || typeof other !== 'number') return false
    return this.dayOf(one) === this.dayOf(other) && (this.isDay(one) || this.isDay(other))
  }

  /** Who names a day means the hour of it that was said last, if any was. */
  meant(said: Pick<Said, 'value'>[], { value }: Pick<Said, 'value'>): string | number {
    if (!this.isDay(value)) return value
    return (
      said.findLast((other) => !this.isDay(other.value) && this.agree(other.value, value))?.value ?? value
    )
  }
}

/** The statement that said last what this one means. */
function by(said: Said[], one: Said, meaning: Meaning): string {
  const meant = meaning.meant(said, one)
  return said.findLast(({ value }) => value === meant)!.by
}

/** A matter that is over, a change that says so, another value on record than the last known. */
function beginsAnew(before: Said[], { act, changes, value }: Said, meaning: Meaning): boolean {
  if (act === 'over') return true
  if (act === 'said') return changes
  const known = before.reduce<string | number | null>((last, each) => {
    if (each.act === 'over') return null
    const keeps =
      last !== null &&
      meaning.isDay(each.value) &&
      meaning.agree(last, each.value) &&
      !(each.act === 'said' && each.changes)
    return keeps ? last : each.value
  }, null)
  return known === null || !meaning.agree(known, value)
}

function saidIn(life: Life): Said[] {
  const all: Said[] = []
  life.run.forEach((each, place) => {
    const add = (
      act: Said['act'],
      about: string,
      what: string,
      value: string | number,
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
    const named = earlier.filter((fact) => fact.replaced_by.includes(each.touchpoint)).map(({ what }) => what)
    for (const what of endedAt(life, place)) add('over', what, 'date', '')
    for (const [nth, { act, what, due, at }] of each.promises.entries()) {
      const here = each.promises.slice(0, nth).filter((fact) => fact.replaced_by.includes(each.touchpoint))
      const replaces = act === 'replaced' || [...named, ...here.map((fact) => fact.what)].includes(what)
      if (act === 'fulfilled' || act === 'voided') add('over', what, 'date', '', false, at ?? each.started_at)
      else if (due !== null && reached(each)) add('said', what, 'date', due, replaces, at ?? each.started_at)
    }
    for (const value of neededBy(each)) add('said', '', 'document_needed', value.toLowerCase())
  })
  return all.sort((a, b) => a.at - b.at)
}

/** What promises are about that end here: told before, and this is the first of their touchpoints since. */
function endedAt({ run }: Life, place: number): Set<string> {
  const { touchpoint } = run[place]!
  const ended = new Set<string>()
  run.slice(0, place).forEach(({ promises, started_at }, earlier) => {
    for (const fact of promises) {
      const told = fact.at ?? started_at
      const since = run
        .slice(earlier + 1, place + 1)
        .filter((each) => each.started_at >= told && each.touchpoint === touchpoint)
      const ends = [...fact.fulfilled_by, ...fact.voided_by].includes(touchpoint)
      if (ends && since.length === 1 && since[0] === run[place]) ended.add(fact.what)
    }
  })
  return ended
}

function neededBy(each: Entry): string[] {
  if (!reached(each)) return []
  const needed = each.news?.needed_from_you ?? null
  if (needed !== null) return [needed]
  return each.direction === 'outbound' && each.information_asked.length > 0
    ? [each.information_asked.join(', ')]
    : []
}
