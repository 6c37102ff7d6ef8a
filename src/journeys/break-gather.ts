import { median } from '../stats/quantile.ts'
import { PlaceCases } from './break-cases.ts'
import type { Place } from './break-place.ts'
import type { BreakRun } from './break-runs.ts'
import { designEdges } from './design-edges.ts'
import type { DesignNode, Storyboard } from './storyboard.ts'
import { stepsOf } from './storyboard.ts'

type Where = Omit<Place, 'cases'>
const day = 86_400

/** Gathers, run by run, the places where runs may lose (methods A.18). */
export class Gathering {
  readonly places = new Map<string, PlaceCases>()
  private readonly names: string[]
  private readonly designed: boolean
  private readonly within = new Map<string, number>()
  private readonly times: Map<string, number>
  private readonly before = new Map<string, string>()
  /** Who goes no further after one of these is through. */
  private readonly finals: Set<string>
  private readonly waits: { where: Where; run: number; waiting: number }[] = []
  private readonly destinations = new Map<string, Map<string, number>>()

  constructor(storyboard: Storyboard, names: string[]) {
    this.names = names
    const steps = stepsOf(storyboard.design)
    this.designed = steps.length > 0
    this.times = mostTimes(storyboard.design)
    this.finals = designEdges(storyboard.design).finals
    steps.forEach(({ step, within }, index) => {
      if (within !== null) this.within.set(step, within)
      this.before.set(step, steps[index - 1]?.step ?? '')
    })
  }

  add(index: number, run: BreakRun): void {
    this.addSilence(index, run)
    this.addPromises(index, run)
    this.addWaits(index, run)
    this.addSteps(index, run)
    this.addSkipped(index, run)
  }

  /** Waits without a design are judged by their own median, so they wait for all runs to be read. */
  finish(): Iterable<PlaceCases> {
    this.finishWaits()
    this.finishPromises()
    return this.places.values()
  }

  private at(where: Where): PlaceCases {
    const key = `${where.kind}\u0000${where.from}\u0000${where.to}\u0000${where.what}`
    let place = this.places.get(key)
    if (place === undefined) {
      place = new PlaceCases(where)
      this.places.set(key, place)
    }
    return place
  }

  private name(code: number): string {
    return this.names[code - 1] ?? ''
  }

  /** Several gaps of one run at one place (a chase in between) are one loss. */
  private addSilence(index: number, { gaps }: BreakRun): void {
    const own = new Map<string, { where: Where; longest: number; excess: number }>()
    // The end of a gap that is still open, or was only given up, is not known: NaN stays NaN in what follows.
    for (let i = 0; i < gaps.from.length; i++) {
      // Without a design nothing says that a run goes on: silence after its last news may be its end.
      if (!this.designed && gaps.unended[i] === 1) continue
      const where: Where = {
        kind: 'silence',
        from: this.name(gaps.from[i]!),
        to: this.name(gaps.to[i]!),
        what: '',
        designed: true,
      }
      const key = `${where.from}\u0000${where.to}`
      const known = own.get(key)
      const lasted = gaps.unended[i] === 1 ? Number.NaN : gaps.seconds[i]!
      if (known === undefined) own.set(key, { where, longest: lasted, excess: gaps.excess[i]! })
      else {
        known.longest = Math.max(known.longest, lasted)
        known.excess += gaps.excess[i]!
      }
    }
    for (const { where, longest, excess } of own.values())
      this.at(where).add(index, excess > 0, longest / day, excess / day)
  }

  private addPromises(index: number, { promises }: BreakRun): void {
    for (let i = 0; i < promises.what.length; i++) {
      const state = promises.state[i]!
      if (state === 'open' || state === 'void' || state === 'unknown') continue
      const where: Where = {
        kind: 'missed_promise',
        from: this.name(promises.from[i]!),
        to: '',
        what: promises.what[i]!,
        designed: true,
      }
      const missed = state === 'late' || state === 'broken'
      const late = missed ? promises.late[i]! / day : 0
      // Broken: not fulfilled yet, so how late it will be is not known.
      this.at(where).add(index, missed, state === 'broken' ? Number.NaN : late, late)
      this.noteDestination(where, this.name(promises.to[i]!))
    }
  }

  private noteDestination(where: Where, to: string): void {
    if (to === '') return
    const key = `${where.from}\u0000${where.what}`
    const counts = this.destinations.get(key) ?? new Map<string, number>()
    counts.set(to, (counts.get(to) ?? 0) + 1)
    this.destinations.set(key, counts)
  }

  /** A promise leads to where it is mostly fulfilled. */
  private finishPromises(): void {
    for (const { place } of this.places.values()) {
      const counts =
        place.kind === 'missed_promise'
          ? this.destinations.get(`${place.from}\u0000${place.what}`)
          : undefined
      if (counts) place.to = [...counts].sort((a, b) => b[1] - a[1])[0]![0]
    }
  }

  /** With a design from designed step to designed step; what came in between is part of the wait. */
  private addWaits(index: number, { nodes, designed, starts, ends, by_customer }: BreakRun): void {
    let before = -1
    for (let i = 0; i < nodes.length; i++) {
      if (this.designed && designed[i] !== 1) continue
      if (before >= 0 && by_customer[i] !== 1) {
        const to = this.name(nodes[i]!)
        const where: Where = {
          kind: 'wait',
          from: this.name(nodes[before]!),
          to,
          what: '',
          designed: this.designed,
        }
        const waiting = Math.max(0, starts[i]! - ends[before]!)
        const bound = this.within.get(to)
        if (!this.designed) this.waits.push({ where, run: index, waiting })
        else if (bound !== undefined)
          this.at(where).add(index, waiting > bound, waiting / day, Math.max(0, waiting - bound) / day)
      }
      before = i
    }
  }

  /** Without a design: more than three times the usual wait of that place, and at least a day more. */
  private finishWaits(): void {
    const edges = Map.groupBy(this.waits, ({ where }) => `${where.from}\u0000${where.to}`)
    for (const waits of edges.values()) {
      const usual = median(waits.map((each) => each.waiting)) ?? 0
      const bound = Math.max(3 * usual, usual + day)
      const place = this.at(waits[0]!.where)
      for (const { run, waiting } of waits)
        place.add(run, waiting > bound, waiting / day, waiting > bound ? (waiting - usual) / day : 0)
    }
  }

  /** Repeats and drop-out: how often each step was taken, and which was the last. */
  private addSteps(index: number, run: BreakRun): void {
    const counts = new Map<number, { times: number; first: number; last: number }>()
    let last = -1
    for (let i = 0; i < run.nodes.length; i++) {
      const node = run.nodes[i]!
      const known = counts.get(node)
      if (known === undefined) counts.set(node, { times: 1, first: run.starts[i]!, last: run.starts[i]! })
      else {
        known.times++
        known.last = run.starts[i]!
      }
      if (run.designed[i] === 1 && !this.finals.has(this.name(node))) last = node
    }
    for (const [node, { times, first, last: latest }] of counts) {
      const step = this.name(node)
      if (this.designed && !this.before.has(step)) continue
      const extra = Math.max(0, times - (this.times.get(step) ?? 1))
      const where: Where = {
        kind: 'repeated_step',
        from: this.before.get(step) ?? '',
        to: step,
        what: '',
        designed: this.designed,
      }
      this.at(where).add(index, extra > 0, extra, extra > 0 ? (latest - first) / day : 0)
      const gone: Where = { kind: 'drop_out', from: step, to: '', what: '', designed: false }
      if (this.designed && !run.open && !this.finals.has(step))
        this.at(gone).add(index, run.failed && node === last, 0, 0)
    }
  }

  private addSkipped(index: number, { skipped, nodes, designed }: BreakRun): void {
    if (!this.designed) return
    const missing = new Set(skipped.filter((node) => node > 0))
    const taken = new Set(nodes.filter((_, i) => designed[i] === 1))
    const order = [...this.before.keys()]
    const reached = Math.max(-1, ...[...taken].map((node) => order.indexOf(this.name(node))))
    for (const node of new Set([...missing, ...taken])) {
      const step = this.name(node)
      // Whoever ended early did not skip what would have come after.
      if (missing.has(node) && order.indexOf(step) > reached) continue
      const where: Where = {
        kind: 'skipped_step',
        from: this.before.get(step) ?? '',
        to: step,
        what: '',
        designed: false,
      }
      this.at(where).add(index, missing.has(node), 0, 0)
    }
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
