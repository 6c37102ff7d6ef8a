import type { HistoryEntry } from './history-order.ts'
import type { Plan } from './plan.ts'
import { type PromiseEvent, promiseEvents, type Untimed } from './promise-events.ts'
import type { PromiseState, RunPromise } from './run.ts'

/** A promise over its life within a run. `-1` as a position = no interaction. */
export interface Pledge {
  what: string
  source: RunPromise['source']
  /** Position of the interaction that made it. */
  made: number
  made_at: number | null
  /** What the customer was told, first to last: the due time in force is that of the last. */
  told: { at: number; due: number | null; arrived: boolean; position: number }[]
  moved: boolean
  fulfilled: boolean
  fulfilled_at: number | null
  fulfilled_position: number
  voided: boolean
  /** When it was fulfilled or voided, where observed. */
  over_at: number | null
  fulfilled_by: string[]
  replaced_by: string[]
  voided_by: string[]
}

/** All promises of one `what` in a run. */
interface Chain {
  all: Pledge[]
  /** Neither fulfilled nor voided so far, oldest first. */
  pending: Pledge[]
  dues: Set<number>
  /** By the position of every interaction that told it. */
  by: Map<number, Pledge>
  /** Fulfilments on record from before any promise was made. */
  early: PromiseEvent[]
}

/**
 * The promises of a run (methods A.7): told in the data, or implied by a designed step. Within one `what` they follow
 * each other. A new date told before the one in force has passed renegotiates; told later, it is a new promise
 * beside the missed one. The same date told again changes nothing, nor does one that could not be delivered. A fulfilment fulfils all that are pending.
 * Facts after as_of are not known; facts without a time are.
 */
export function pledgesOf(
  interactions: HistoryEntry[],
  ends: (number | null)[],
  assigned: string[],
  plan: Plan,
  as_of: number,
): Pledge[] {
  const found = promiseEvents(interactions, ends, assigned, plan, as_of)
  if (found === null) return []
  const chains = new Map<string, Chain>()
  const waiting = new Waiting()
  for (const event of found.timed) {
    if (event.touchpoint !== '') {
      const spoken = event.act === 'replaced' ? interactions[event.position]!.promises : []
      for (const chain of waiting.forIt(event))
        if (!spoken.some(({ what }) => chains.get(what) === chain)) happen(chain, event)
      continue
    }
    let chain = chains.get(event.what)
    if (chain === undefined) {
      chain = { all: [], pending: [], dues: new Set(), by: new Map(), early: [] }
      chains.set(event.what, chain)
    }
    happen(chain, event)
    waiting.add(chain)
  }
  for (const fact of found.untimed) settleUntimed(chains.get(fact.what), fact)
  return [...chains.values()].flatMap(({ all }) => all)
}

function happen(chain: Chain, event: PromiseEvent): void {
  if (event.act === 'made' || event.act === 'replaced') tell(chain, event)
  else if (event.act === 'fulfilled') fulfil(chain, event)
  else withdraw(chain, event)
}

/** Promises that wait for a touchpoint, so that each interaction is asked of those only. */
class Waiting {
  private readonly chains = new Map<string, Set<Chain>>()

  add(chain: Chain): void {
    const open = chain.pending.at(-1)
    if (open === undefined) return
    const { fulfilled_by, replaced_by, voided_by } = open
    const acts = { fulfilled: fulfilled_by, replaced: replaced_by, voided: voided_by }
    for (const [act, touchpoints] of Object.entries(acts)) {
      for (const touchpoint of touchpoints) {
        const key = `${act} ${touchpoint}`
        this.chains.set(key, (this.chains.get(key) ?? new Set()).add(chain))
      }
    }
  }

  /** Those that it can still do something to; the others are forgotten until they are told anew. */
  *forIt(event: PromiseEvent): Generator<Chain> {
    const chains = this.chains.get(`${event.act} ${event.touchpoint}`)
    for (const chain of chains ?? []) {
      const open = chain.pending.at(-1)
      const done =
        open === undefined || (event.act === 'replaced' && (takenBack(open) || !ahead(open, event)))
      if (done) chains!.delete(chain)
      else yield chain
    }
  }
}

/** What became of each promise, judged at `judged_until`. */
export function runPromises(
  pledges: Pledge[],
  place: (position: number) => string,
  judged_until: number,
): RunPromise[] {
  return pledges.map((pledge) => ({
    what: pledge.what,
    source: pledge.source,
    made_in: place(pledge.made),
    made_at: pledge.made_at,
    due: pledge.told.find(({ due }) => due !== null)?.due ?? null,
    due_last: dueLast(pledge),
    state: stateOf(pledge, judged_until),
    fulfilled_at: pledge.fulfilled_at,
    fulfilled_in: pledge.fulfilled_position < 0 ? '' : place(pledge.fulfilled_position),
  }))
}

/** The due time in force at the end. */
export function dueLast(pledge: Pledge): number | null {
  return pledge.told[pledge.told.length - 1]!.due
}

/**
 * The seven states of methods A.7. Void wins over everything else on record. Once moved in time, a promise is never
 * `kept` but `renegotiated`, if done by the new date; past that it is late or broken like any other. Fulfilled, with
 * the time or the due date not known, is `unknown`.
 */
function stateOf(pledge: Pledge, judged_until: number): PromiseState {
  if (pledge.voided) return 'void'
  const due = dueLast(pledge)
  if (pledge.fulfilled) {
    if (pledge.fulfilled_at === null || due === null) return 'unknown'
    if (pledge.fulfilled_at > due) return 'late'
    return pledge.moved ? 'renegotiated' : 'kept'
  }
  return due !== null && judged_until > due ? 'broken' : 'open'
}

/** Whether a fact, or an occurrence of a touchpoint after the promise was made, speaks of this promise. */
function answers(pledge: Pledge, touchpoints: string[], event: PromiseEvent): boolean {
  return event.touchpoint === '' || (event.position > pledge.made && touchpoints.includes(event.touchpoint))
}

function tell(chain: Chain, event: PromiseEvent): void {
  const open = chain.pending.at(-1)
  if (open !== undefined && !event.arrived) return
  if (event.touchpoint !== '') {
    if (open === undefined || !answers(open, open.replaced_by, event) || !ahead(open, event)) return
    if (takenBack(open)) return
    open.moved = true
    open.told.push(tellingOf(event))
    return
  }
  if (event.due !== null && chain.dues.has(event.due)) return
  if (event.due !== null) chain.dues.add(event.due)
  if (open === undefined || (event.source === 'explicit' && event.due !== null && !ahead(open, event))) {
    pledge(chain, event)
    return
  }
  if (event.source === 'storyboard' || event.due === null) return
  open.moved ||= open.told.some(({ due }) => due !== null)
  open.told.push(tellingOf(event))
  chain.by.set(event.position, open)
  open.fulfilled_by = joined(open.fulfilled_by, event.fulfilled_by)
  open.replaced_by = joined(open.replaced_by, event.replaced_by)
  open.voided_by = joined(open.voided_by, event.voided_by)
}

function tellingOf({ at, due, arrived, position }: PromiseEvent): Pledge['told'][number] {
  return { at, due, arrived, position }
}

/** Told that the date no longer holds, and no other yet. */
function takenBack(open: Pledge): boolean {
  return open.moved && dueLast(open) === null
}

/** The due time in force has not passed. */
function ahead(open: Pledge, event: PromiseEvent): boolean {
  const due = dueLast(open)
  return due === null || event.at < due
}

function joined(names: string[], more: string[]): string[] {
  return more.every((name) => names.includes(name)) ? names : [...new Set([...names, ...more])]
}

function pledge(chain: Chain, event: PromiseEvent): void {
  const made = pledgeFrom(event)
  chain.all.push(made)
  chain.by.set(event.position, made)
  const early = chain.early.find(({ position }) => position === event.position)
  if (early === undefined) chain.pending.push(made)
  else markFulfilled(made, early)
}

function pledgeFrom(event: PromiseEvent): Pledge {
  return {
    what: event.what,
    source: event.source,
    made: event.position,
    made_at: event.observed ? event.at : null,
    told: [tellingOf(event)],
    moved: false,
    fulfilled: false,
    fulfilled_at: null,
    fulfilled_position: -1,
    voided: false,
    over_at: null,
    fulfilled_by: event.fulfilled_by,
    replaced_by: event.replaced_by,
    voided_by: event.voided_by,
  }
}

function markFulfilled(pledge: Pledge, event: PromiseEvent): void {
  pledge.fulfilled = true
  pledge.fulfilled_at = event.at
  pledge.fulfilled_position = event.done_in
  pledge.over_at = event.at
}

function fulfil(chain: Chain, event: PromiseEvent): void {
  if (chain.pending.length === 0 && event.touchpoint === '') chain.early.push(event)
  for (const open of take(chain, (pledge) => answers(pledge, pledge.fulfilled_by, event)))
    markFulfilled(open, event)
}

/** A void on record voids what is pending, else the last promise, even one fulfilled; a touchpoint only what is pending. */
function withdraw(chain: Chain, event: PromiseEvent): void {
  const last = chain.all.at(-1)
  const recorded = chain.pending.length === 0 && event.touchpoint === '' && last !== undefined
  const meant = recorded ? [last] : take(chain, (pledge) => answers(pledge, pledge.voided_by, event))
  for (const pledge of meant) {
    pledge.voided = true
    pledge.over_at = event.at
  }
}

/** Takes from what is pending. */
function take(chain: Chain, chosen: (pledge: Pledge) => boolean): Pledge[] {
  if (chain.pending.length === 0) return []
  const taken: Pledge[] = []
  const left: Pledge[] = []
  for (const each of chain.pending) (chosen(each) ? taken : left).push(each)
  chain.pending = left
  return taken
}

/** A fact without a time speaks of the promise its own interaction made, else of all pending, else of the last. */
function settleUntimed(chain: Chain | undefined, fact: Untimed): void {
  if (chain === undefined) return
  const own = chain.by.get(fact.position)
  const meant = own !== undefined ? [own] : chain.pending.length > 0 ? chain.pending : chain.all.slice(-1)
  for (const pledge of meant) {
    if (fact.act === 'voided') pledge.voided = true
    else pledge.fulfilled = true
  }
  chain.pending = chain.pending.filter((pledge) => !pledge.fulfilled && !pledge.voided)
}
