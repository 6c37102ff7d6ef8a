/** What was promised and what became of it, told event by event as docs/methods/promise.md has it. */
import type { Interaction } from '../../src/collect/contract.ts'
import type { DesignedPromise } from '../../src/journeys/storyboard.ts'
import { spanOver } from './design.ts'
import { clockOf, hour, type Life, overAt, reached, stepAt } from './life.ts'

export interface PlainPromise {
  what: string
  source: 'explicit' | 'storyboard'
  made_by: number
  /** Dates told, and since when each was known; a date taken back is null. */
  dates: { known: number; told: number; due: number | null; arrived: boolean }[]
  moved: boolean
  state: 'kept' | 'late' | 'renegotiated' | 'broken' | 'open' | 'void' | 'unknown'
  done: boolean
  done_at: number | null
  void: boolean
  over_at: number | null
  by: Record<'fulfilled_by' | 'replaced_by' | 'voided_by', string[]>
}

interface Happening {
  at: number
  rank: number
  place: number
  apply: () => void
}

type Fact = Interaction['promises'][number]

/** All promises of a run, those of each `what` in the order in which they were made. */
export function promisesOf(life: Life): PlainPromise[] {
  const ledgers = new Map<string, Ledger>()
  const ledger = (what: string) => {
    const found = ledgers.get(what) ?? new Ledger(life)
    ledgers.set(what, found)
    return found
  }
  const happenings: Happening[] = []
  const timeless: (() => void)[] = []
  life.run.forEach((each, place) => {
    const designed = stepAt(life, place)?.promise ?? null
    if (
      designed !== null &&
      !each.promises.some(({ what, act }) => what === designed.what && act === 'made')
    ) {
      const at = overAt(each, life)
      const apply = () => ledger(designed.what).imply(designed, place, at, dueOf(life, designed, at))
      happenings.push({ at, rank: 0, place, apply })
    }
    for (const fact of each.promises) {
      if (fact.at !== null && fact.at > life.as_of) continue
      const at = fact.at ?? each.started_at
      const told = fact.act === 'made' || fact.act === 'replaced'
      if (told) {
        const rank = fact.act === 'made' ? 0 : 1
        happenings.push({ at, rank, place, apply: () => ledger(fact.what).tell(fact, place, at) })
      } else if (fact.at === null) timeless.push(() => ledgers.get(fact.what)?.settle(fact, place))
      else if (fact.act === 'fulfilled')
        happenings.push({ at, rank: 2, place, apply: () => ledger(fact.what).fulfil(place, at) })
      else happenings.push({ at, rank: 3, place, apply: () => ledger(fact.what).withdraw(at) })
    }
    const { touchpoint, started_at: at } = each
    const whats = () => [...ledgers.values()]
    const own = (all: Ledger) => each.promises.some(({ what }) => ledgers.get(what) === all)
    happenings.push(
      {
        at,
        rank: 1,
        place,
        apply: () => whats().map((all) => own(all) || all.takeBack(touchpoint, place, at)),
      },
      {
        at,
        rank: 2,
        place,
        apply: () => whats().map((all) => all.answer('fulfilled_by', touchpoint, place, at)),
      },
      {
        at,
        rank: 3,
        place,
        apply: () => whats().map((all) => all.answer('voided_by', touchpoint, place, at)),
      },
    )
  })
  happenings.sort((a, b) => a.at - b.at || a.rank - b.rank || a.place - b.place)
  for (const { apply } of happenings) apply()
  for (const settle of timeless) settle()
  const all = [...ledgers.values()].flatMap(({ promises }) => promises)
  return all.map((one) => ({ ...one, state: stateOf(one, life.judged) }))
}

/** After so long, then to the end of that day where the customer is. */
function dueOf(life: Life, { due_in, due }: DesignedPromise, at: number): number {
  const moment = due_in === null ? at : spanOver(at, due_in, life.storyboard.calendar)
  if (due === null) return moment
  const clock = clockOf(life)
  return Math.ceil((moment + clock + 1) / (24 * hour)) * 24 * hour - clock - 1
}

const pendingOf = (one: PlainPromise) => !one.done && !one.void
const inForce = ({ dates }: PlainPromise) => dates.at(-1)!.due

/** The promises of one `what`. */
class Ledger {
  readonly promises: PlainPromise[] = []
  private readonly life: Life
  private readonly ever: number[] = []
  private readonly told_by: [place: number, one: PlainPromise][] = []
  private readonly beforehand: { place: number; at: number }[] = []

  constructor(life: Life) {
    this.life = life
  }

  private get pending(): PlainPromise[] {
    return this.promises.filter(pendingOf)
  }

  /** The same date again changes nothing; before the one in force has passed it moves the promise, later it is a new one. */
  tell(fact: Fact, place: number, at: number): void {
    const { due } = fact
    const open = this.pending.at(-1)
    if (open !== undefined && !reached(this.life.run[place]!)) return
    if (due !== null && this.ever.includes(due)) return
    if (due !== null) this.ever.push(due)
    const date = { known: at, told: at, due, arrived: reached(this.life.run[place]!) }
    const passed = open !== undefined && inForce(open) !== null && at >= inForce(open)!
    if (open === undefined || (due !== null && passed)) {
      const by = { fulfilled_by: fact.fulfilled_by, replaced_by: fact.replaced_by, voided_by: fact.voided_by }
      this.make({ what: fact.what, source: 'explicit', made_by: place, dates: [date], by }, place)
    } else if (due !== null) {
      open.moved ||= open.dates.some((earlier) => earlier.due !== null)
      open.dates.push(date)
      this.told_by.push([place, open])
      for (const name of ['fulfilled_by', 'replaced_by', 'voided_by'] as const)
        open.by[name] = [...open.by[name], ...fact[name]]
    }
  }

  imply({ what, fulfilled_by, voided_by }: DesignedPromise, place: number, at: number, due: number): void {
    if (this.pending.length > 0 && !reached(this.life.run[place]!)) return
    if (this.ever.includes(due)) return
    this.ever.push(due)
    if (this.pending.length > 0) return
    const here = this.life.run[place]!
    const dates = [{ known: here.started_at, told: at, due, arrived: reached(here) }]
    const by = { fulfilled_by, replaced_by: [], voided_by }
    this.make({ what, source: 'storyboard', made_by: place, dates, by }, place)
  }

  private make(
    made: Pick<PlainPromise, 'what' | 'source' | 'made_by' | 'dates' | 'by'>,
    place: number,
  ): void {
    const rest = { moved: false, done: false, done_at: null, void: false, over_at: null }
    const one: PlainPromise = { ...made, ...rest, state: 'open' }
    this.promises.push(one)
    this.told_by.push([place, one])
    const before = this.beforehand.find((each) => each.place === place)
    if (before !== undefined) finish(one, before.at)
  }

  /** Fulfils all that is pending; where nothing is, what the same interaction promises yet. */
  fulfil(place: number, at: number): void {
    if (this.pending.length === 0) this.beforehand.push({ place, at })
    for (const one of this.pending) finish(one, at)
  }

  /** All that is pending, else the last, even one fulfilled. */
  withdraw(at: number): void {
    const meant = this.pending.length > 0 ? this.pending : this.promises.slice(-1)
    for (const one of meant) {
      one.void = true
      one.over_at = at
    }
  }

  /** The occurrence of a touchpoint after the promise was made. */
  answer(by: 'fulfilled_by' | 'voided_by', touchpoint: string, place: number, at: number): void {
    for (const one of this.pending) {
      if (place <= one.made_by || !one.by[by].includes(touchpoint)) continue
      if (by === 'fulfilled_by') finish(one, at)
      else {
        one.void = true
        one.over_at = at
      }
    }
  }

  takeBack(touchpoint: string, place: number, at: number): void {
    const open = this.pending.at(-1)
    if (!reached(this.life.run[place]!)) return
    if (open === undefined || place <= open.made_by || !open.by.replaced_by.includes(touchpoint)) return
    if (inForce(open) !== null && at >= inForce(open)!) return
    open.moved = true
    open.dates.push({ known: at, told: at, due: null, arrived: true })
  }

  /** A fact without a time: of the promise its interaction made, else of all pending, else of the last. */
  settle({ act }: Fact, place: number): void {
    const own = this.told_by.filter(([by]) => by === place).at(-1)?.[1]
    const meant = own ? [own] : this.pending.length > 0 ? this.pending : this.promises.slice(-1)
    for (const one of meant) {
      if (act === 'voided') one.void = true
      else one.done = true
    }
  }
}

function finish(one: PlainPromise, at: number): void {
  one.done = true
  one.done_at = at
  one.over_at = at
}

function stateOf(one: PlainPromise, judged: number): PlainPromise['state'] {
  const due = inForce(one)
  if (one.void) return 'void'
  if (one.done && (one.done_at === null || due === null)) return 'unknown'
  if (one.done) return one.done_at! > due! ? 'late' : one.moved ? 'renegotiated' : 'kept'
  return due !== null && judged > due ? 'broken' : 'open'
}

/** Dates to rely on at a moment: known, not replaced by a later one, still ahead, and the promise not over. */
export function datesAt(promises: PlainPromise[], at: number, from: 'known' | 'told'): number[] {
  return promises.flatMap(({ dates, over_at }) => {
    const last = dates.findLastIndex((date) => date[from] <= at)
    const date = dates[last]
    if (date === undefined || date.due === null || date.due <= at || !date.arrived) return []
    return over_at !== null && over_at <= at ? [] : [date.due]
  })
}
