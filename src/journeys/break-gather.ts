import { PlaceCases } from './break-cases.ts'
import { Exposure, Passage } from './break-exposure.ts'
import type { Place } from './break-place.ts'
import type { BreakRun } from './break-runs.ts'
import { type BusinessTime, businessTime, type Span, spanEnd } from './business-time.ts'
import { designEdges } from './design-edges.ts'
import type { DesignNode, Storyboard } from './storyboard.ts'
import { stepsOf } from './storyboard.ts'

const day = 86_400
/** More names than any storyboard and its touchpoints have: places are found by number, not by text. */
const mostNames = 65_536

/** Gathers, run by run, the places where runs may lose (methods A.18). Names are their place in `names`, from 1. */
export class Gathering {
  readonly places = new Map<number, PlaceCases>()
  private readonly names: string[]
  private readonly designed: boolean
  /** By name: the bound on the wait before, how often by design, the step before, the place in the design. */
  private readonly within: (Span | undefined)[]
  private readonly business: BusinessTime | null
  private readonly most: number[]
  private readonly before: number[]
  private readonly order: number[]
  /** Who goes no further after one of these is through. */
  private readonly final: boolean[]
  private readonly kinds = new Map<string, number>()
  /** Runs that were told two things or more, and runs by the channels they came by. */
  private readonly told = new Exposure()
  private readonly came: Exposure[]
  /** Runs that say what was asked, by the steps they took. */
  private readonly asked = new Passage()
  /** Scratch: how often the run at hand took each, when first and last. */
  private readonly times: Uint32Array
  private readonly first: Float64Array
  private readonly last: Float64Array

  constructor(storyboard: Storyboard, names: string[]) {
    this.names = names
    const steps = stepsOf(storyboard.design)
    const order = [...new Set(steps.map(({ step }) => step))]
    const within = new Map(steps.flatMap((step) => (step.within === null ? [] : [[step.step, step.within]])))
    const before = new Map(steps.map(({ step }, index) => [step, steps[index - 1]?.step ?? '']))
    const most = mostTimes(storyboard.design)
    const { finals } = designEdges(storyboard.design)
    const byName = <Value>(of: (name: string) => Value) => ['', ...names].map(of)
    this.designed = steps.length > 0
    this.business = businessTime(storyboard.calendar)
    this.within = byName((name) => within.get(name))
    this.most = byName((name) => most.get(name) ?? 1)
    this.before = byName((name) => names.indexOf(before.get(name) ?? '') + 1)
    this.order = byName((name) => order.indexOf(name))
    this.final = byName((name) => finals.has(name))
    this.came = ['', ...names].map(() => new Exposure())
    this.times = new Uint32Array(names.length + 1)
    this.first = new Float64Array(names.length + 1)
    this.last = new Float64Array(names.length + 1)
  }

  add(index: number, run: BreakRun): void {
    this.addSilence(index, run)
    this.addPromises(index, run)
    this.addWaits(index, run)
    this.addSteps(index, run)
    this.addSkipped(index, run)
    this.addAskedTwice(index, run)
    this.addHandOffs(index, run)
    this.addContradictions(index, run)
    this.addForcedSwitches(index, run)
  }

  /** All places, once all runs were added. */
  gathered(): PlaceCases[] {
    for (const exposure of [this.told, ...this.came, this.asked]) exposure.close()
    return [...this.places.values()]
  }

  private at(kind: Place['kind'], from: number, to: number, designed: boolean, what = ''): PlaceCases {
    const name = `${kind} ${what}`
    let number = this.kinds.get(name)
    if (number === undefined) {
      number = this.kinds.size
      this.kinds.set(name, number)
    }
    const key = (number * mostNames + from) * mostNames + to
    let place = this.places.get(key)
    if (place === undefined) {
      place = new PlaceCases({ kind, from: this.name(from), to: this.name(to), what, designed })
      this.places.set(key, place)
    }
    return place
  }

  private name(code: number): string {
    return this.names[code - 1] ?? ''
  }

  /** Several gaps of one run at one place (a chase in between) are one loss. */
  private addSilence(index: number, { gaps: { from, to, seconds, excess, unended } }: BreakRun): void {
    const same = (i: number, j: number) => from[i] === from[j] && to[i] === to[j]
    // Without a design nothing says that a run goes on: silence after its last news may be its end.
    const counts = (i: number) => this.designed || unended[i] !== 1
    for (let i = 0; i < from.length; i++) {
      let first = 0
      while (first < i && !(counts(first) && same(first, i))) first++
      if (first < i || !counts(i)) continue
      let longest = 0
      let beyond = 0
      for (let j = i; j < from.length; j++) {
        if (!counts(j) || !same(i, j)) continue
        // The end of a gap that is still open, or was only given up, is not known: NaN stays NaN in what follows.
        longest = Math.max(longest, unended[j] === 1 ? Number.NaN : seconds[j]!)
        beyond += excess[j]!
      }
      this.at('silence', from[i]!, to[i]!, true).add(index, beyond > 0, longest / day, beyond / day)
    }
  }

  private addPromises(index: number, { promises }: BreakRun): void {
    for (let i = 0; i < promises.what.length; i++) {
      const state = promises.state[i]!
      if (state === 'open' || state === 'void' || state === 'unknown') continue
      const missed = state === 'late' || state === 'broken'
      const late = missed ? promises.late[i]! / day : 0
      // Broken: not fulfilled yet, so how late it will be is not known.
      const lasted = state === 'broken' ? Number.NaN : late
      this.at('missed_promise', promises.from[i]!, 0, true, promises.what[i]!).add(
        index,
        missed,
        lasted,
        late,
        promises.to[i]!,
      )
    }
  }

  /**
   * With a design from designed step to designed step; what came in between is part of the wait. Without one seconds
   * are noted, to be judged by the median of the runs looked at.
   */
  private addWaits(index: number, { began, nodes, designed, starts, ends, by_customer }: BreakRun): void {
    let before = -1
    for (let i = 0; i < nodes.length; i++) {
      if (this.designed && designed[i] !== 1) continue
      if (before >= 0 && by_customer[i] !== 1) {
        const to = nodes[i]!
        const waiting = Math.max(0, starts[i]! - ends[before]!)
        const within = this.within[to]
        if (!this.designed) this.at('wait', nodes[before]!, to, false).add(index, false, waiting, 0)
        else if (within !== undefined) {
          const beyond = waiting - this.allowed(within, began + ends[before]! * 1000)
          this.at('wait', nodes[before]!, to, true).add(
            index,
            beyond > 0,
            waiting / day,
            Math.max(0, beyond) / day,
          )
        }
      }
      before = i
    }
  }

  /** Seconds that a bound allows a wait that began then (epoch ms). */
  private allowed(within: Span, since: number): number {
    if (typeof within === 'number') return within
    return (spanEnd(since, within, this.business) - since) / 1000
  }

  /** Repeats and drop-out: how often each step was taken, and which was the last. */
  private addSteps(index: number, { nodes, designed, starts, open, failed }: BreakRun): void {
    const { times, first, last } = this
    let latest = -1
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i]!
      if (times[node]! === 0) first[node] = starts[i]!
      times[node]!++
      last[node] = starts[i]!
      if (designed[i] === 1 && !this.final[node]) latest = node
    }
    for (const node of nodes) {
      const taken = times[node]!
      if (taken === 0) continue
      times[node] = 0
      if (this.designed && this.order[node] === -1) continue
      const extra = Math.max(0, taken - this.most[node]!)
      const lost = extra > 0 ? (last[node]! - first[node]!) / day : 0
      this.at('repeated_step', this.before[node]!, node, this.designed).add(index, extra > 0, extra, lost)
      if (this.designed && !open && !this.final[node])
        this.at('drop_out', node, 0, false).add(index, failed && node === latest, 0, 0)
    }
  }

  private addAskedTwice(index: number, { asked, again: { from, to }, nodes }: BreakRun): void {
    if (asked === 1) this.asked.pass(index, nodes)
    for (let i = 0; i < from.length; i++)
      this.asked.lose(index, this.at('asked_twice', from[i]!, to[i]!, true), from[i]!, to[i]!)
  }

  /** Several hand-offs of one run between the same two are one. */
  private addHandOffs(index: number, { hand_offs: { from, to, context } }: BreakRun): void {
    const passes = new Map<number, boolean>()
    for (let i = 0; i < from.length; i++) {
      if (context[i] === 0) continue
      const key = from[i]! * mostNames + to[i]!
      passes.set(key, passes.get(key) === true || context[i] === 2)
    }
    for (const [key, missing] of passes)
      this.at('hand_off', Math.floor(key / mostNames), key % mostNames, true).add(index, missing, 0, 0)
  }

  private addContradictions(index: number, { told, contradictions }: BreakRun): void {
    if (told === 1) this.told.expose(index)
    const { from, to, what } = contradictions
    for (let i = 0; i < from.length; i++)
      this.told.lose(index, this.at('contradiction', from[i]!, to[i]!, true, what[i]!.replaceAll('_', ' ')))
  }

  private addForcedSwitches(index: number, { channels, forced: { from, to } }: BreakRun): void {
    for (const channel of channels) this.came[channel]!.expose(index)
    for (let i = 0; i < from.length; i++)
      this.came[from[i]!]!.lose(index, this.at('forced_switch', from[i]!, to[i]!, this.designed))
  }

  private addSkipped(index: number, { skipped, nodes, designed }: BreakRun): void {
    if (!this.designed) return
    const { times, order } = this
    let reached = -1
    for (let i = 0; i < nodes.length; i++)
      if (designed[i] === 1) reached = Math.max(reached, order[nodes[i]!]!)
    const note = (node: number, missing: boolean) => {
      if (times[node]! > 0) return
      times[node] = 1
      // Whoever ended early did not skip what would have come after.
      if (missing && order[node]! > reached) return
      this.at('skipped_step', this.before[node]!, node, false).add(index, missing, 0, 0)
    }
    for (const node of skipped) if (node > 0) note(node, true)
    for (let i = 0; i < nodes.length; i++) if (designed[i] === 1) note(nodes[i]!, false)
    for (const node of skipped) times[node] = 0
    for (const node of nodes) times[node] = 0
  }
}

/** How often a run may take a step by design: once, or as often as the repeats around it allow. */
function mostTimes(design: DesignNode, factor = 1, times = new Map<string, number>()): Map<string, number> {
  if (design.kind === 'step') times.set(design.step, (times.get(design.step) ?? 0) + factor)
  else
    for (const child of design.children)
      mostTimes(child, design.kind === 'repeat' ? factor * design.up_to : factor, times)
  return times
}
