import { followsGraph, gathered, type Log, withoutNoise } from './follows-graph.ts'
import { splitLog } from './log-split.ts'
import { cutOf } from './process-cut.ts'
import type { ProcessTree } from './process-tree.ts'

/** A process found in a log. Unlike a designed one it may leave a place empty and go round without end. */
export type MinedTree =
  | { kind: 'step'; label: string }
  | { kind: 'nothing' }
  | { kind: 'sequence' | 'choice' | 'parallel'; children: MinedTree[] }
  /** The body, then any number of times redo and body again. `most`: how often one trace passed the body. */
  | { kind: 'loop'; body: MinedTree; redo: MinedTree; most: number }

/**
 * The process behind distinct ways through the data, by the inductive miner (methods B.13): with `noise` 0 (IM) every
 * way fits it; with 0.2 (IMf) what follows a step at most a fifth as often as the commonest does is passed over where it
 * stands in the way of a structure. Throws RangeError unless 0 ≤ noise ≤ 1.
 */
export function mineTree(ways: Iterable<{ steps: readonly string[]; count: number }>, noise = 0): MinedTree {
  if (!(noise >= 0 && noise <= 1)) throw new RangeError(`noise is a share from 0 to 1, not ${noise}`)
  const labels: string[] = []
  const numbers = new Map<string, number>()
  const numberOf = (label: string) => {
    if (!numbers.has(label)) numbers.set(label, labels.push(label) - 1)
    return numbers.get(label)!
  }
  const log = gathered(Array.from(ways, ({ steps, count }) => ({ steps: steps.map(numberOf), count })))
  return new Miner(labels, noise).mine(log)
}

const nothing: MinedTree = { kind: 'nothing' }

class Miner {
  private readonly labels: string[]
  private readonly noise: number
  constructor(labels: string[], noise: number) {
    this.labels = labels
    this.noise = noise
  }

  /** A part whose traces all went to other parts has an empty log: it is nothing, and makes a choice optional. */
  mine(log: Log): MinedTree {
    const lived = log.filter((trace) => trace.steps.length > 0)
    if (lived.length === 0) return nothing
    const empty = countOf(log) - countOf(lived)
    if (empty > this.noise * countOf(log)) return joined('choice', [nothing, this.mine(lived)])
    if (lived.length === 1 && lived[0]!.steps.length === 1) return this.step(lived[0]!.steps[0]!)
    const graph = followsGraph(lived)
    const cut = cutOf(graph) ?? (this.noise > 0 ? cutOf(withoutNoise(graph, this.noise)) : null)
    if (cut === null) return this.fallThrough(lived, graph.activities)
    const { logs, most } = splitLog(lived, cut)
    const [body, ...redo] = logs.map((part) => this.mine(part))
    return cut.kind === 'loop'
      ? { kind: 'loop', body: body!, redo: joined('choice', redo), most }
      : joined(cut.kind, [body!, ...redo])
  }

  private step(activity: number): MinedTree {
    return { kind: 'step', label: this.labels[activity]! }
  }

  /** Where no cut is found: the least general of the structures that fit any log. */
  private fallThrough(log: Log, activities: number[]): MinedTree {
    const apart =
      activities.find((activity) => log.every(({ steps }) => timesIn(steps, activity) === 1)) ??
      activities.find((activity) => cutOf(followsGraph(keeping(log, (other) => other !== activity))) !== null)
    if (apart !== undefined) {
      const alone = this.mine(keeping(log, (activity) => activity === apart))
      return joined('parallel', [alone, this.mine(keeping(log, (activity) => activity !== apart))])
    }
    const starts = new Set(log.map(({ steps }) => steps[0]!))
    const ends = new Set(log.map(({ steps }) => steps.at(-1)!))
    return (
      this.roundAgain(log, (before, after) => ends.has(before) && starts.has(after)) ??
      this.roundAgain(log, (_, after) => starts.has(after)) ?? {
        kind: 'loop',
        body: joined(
          'choice',
          activities.map((activity) => this.step(activity)),
        ),
        redo: nothing,
        most: longest(log.map(({ steps }) => steps)),
      }
    )
  }

  /** A loop without a redo, begun anew at certain passages; null when there is no such passage. */
  private roundAgain(log: Log, anew: (before: number, after: number) => boolean): MinedTree | null {
    const rounds = log.map(({ steps }) => {
      const cuts = steps.flatMap((after, i) => (i > 0 && anew(steps[i - 1]!, after) ? [i] : []))
      return [0, ...cuts].map((from, i) => steps.slice(from, cuts[i]))
    })
    const most = longest(rounds)
    if (most < 2) return null
    const pieces = rounds.flatMap((parts, i) => parts.map((steps) => ({ steps, count: log[i]!.count })))
    return { kind: 'loop', body: this.mine(gathered(pieces)), redo: nothing, most }
  }
}

function countOf(log: Log): number {
  return log.reduce((sum, { count }) => sum + count, 0)
}

function timesIn(steps: number[], activity: number): number {
  return steps.reduce((times, each) => times + (each === activity ? 1 : 0), 0)
}

function longest(lists: ArrayLike<unknown>[]): number {
  return lists.reduce((most, list) => Math.max(most, list.length), 0)
}

function keeping(log: Log, kept: (activity: number) => boolean): Log {
  return gathered(log.map(({ steps, count }) => ({ steps: steps.filter(kept), count })))
}

/** One operator over children: those of the same operator are taken in, what is nothing in an order falls away. */
function joined(kind: 'sequence' | 'choice' | 'parallel', children: MinedTree[]): MinedTree {
  const flat = children.flatMap((child) => (child.kind === kind ? child.children : [child]))
  const things = flat.filter((child) => child.kind !== 'nothing')
  const empty = kind === 'choice' && things.length < flat.length
  const kept = empty ? [nothing, ...things] : things
  if (kept.length === 0) return nothing
  return kept.length === 1 ? kept[0]! : { kind, children: kept }
}

/**
 * The same process as a design can say it: a loop becomes its body, and then some times redo and body again, as often as
 * the log did (`most`), but with the body not above `bound` times. Steps of a body with a redo stand in the design twice.
 */
export function unrolled(tree: MinedTree, bound = Number.POSITIVE_INFINITY): ProcessTree {
  if (tree.kind === 'step') return tree
  if (tree.kind === 'nothing') return { kind: 'sequence', children: [] }
  if (tree.kind === 'loop') return rounds(tree, bound)
  const things = tree.children
    .filter((child) => child.kind !== 'nothing')
    .map((child) => unrolled(child, bound))
  const children = tree.kind === 'sequence' ? things.flatMap(inside) : things
  const whole: ProcessTree = children.length === 1 ? children[0]! : { kind: tree.kind, children }
  return things.length < tree.children.length ? { kind: 'optional', children: inside(whole) } : whole
}

/** What follows one another anyway needs no sequence of its own. */
function inside(tree: ProcessTree): ProcessTree[] {
  return tree.kind === 'sequence' ? tree.children : [tree]
}

function rounds(loop: MinedTree & { kind: 'loop' }, bound: number): ProcessTree {
  const times = Math.min(loop.most, bound)
  const body = inside(unrolled(loop.body, bound))
  if (times <= 1) return { kind: 'sequence', children: body }
  if (loop.redo.kind === 'nothing') return { kind: 'repeat', children: body, up_to: times }
  const round = [...inside(unrolled(loop.redo, bound)), ...body]
  const again: ProcessTree[] = times === 2 ? round : [{ kind: 'repeat', children: round, up_to: times - 1 }]
  return { kind: 'sequence', children: [...body, { kind: 'optional', children: again }] }
}
