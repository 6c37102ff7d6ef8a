import { boundOf, type Taken } from './alignment-bound.ts'
import type { Model } from './process-tree.ts'

export type { Model, ProcessTree } from './process-tree.ts'
export { compile, markingsOf, TooManyMarkings } from './process-tree.ts'

/** What a move costs, 0 or more, to a thousandth. */
export interface Costs {
  /** An event that the process does not have here. */
  log(label: string, index: number): number
  /** A step of the process that no event did. */
  model(step: string): number
}

/** One move. For `model` the index is that of the next event. */
export interface Move {
  kind: 'sync' | 'log' | 'model'
  /** The step for `sync` and `model`, the event's label for `log`. */
  label: string
  index: number
}

export interface Alignment {
  /** The least there is, or with `exact` false an upper bound of it. */
  cost: number
  exact: boolean
  moves: Move[]
  /** Marking reached at the end. */
  marking: number
}

export interface AlignOptions {
  /** The process is still going on: it may stop in any marking, what is still to come costs nothing. */
  open?: boolean
  /** The steps an event may be; by default the one of the same name. */
  stepsOf?(label: string): readonly string[]
  /** Above so many markings and steps of the marking graph, over all events, the answer is a bound; 400,000,000. */
  most_work?: number
}

/** Done in some five seconds. */
const mostWork = 400_000_000

export const unitCosts: Costs = { log: () => 1, model: () => 1 }

/**
 * The cheapest way to lay the events beside a path of the process (methods B.14): exact, by dynamic programming over
 * event × marking, from the end. Among equally cheap ways an event is matched as early as possible, and an extra event
 * stands before a missing step. Time: events × steps of the marking graph; where that is more than `most_work`, a
 * cheap way is answered that need not be the cheapest, and `exact` is false.
 */
export function align(
  model: Model,
  labels: readonly string[],
  costs: Costs,
  options: AlignOptions = {},
): Alignment {
  const task = prepare(model, labels, costs, options)
  const limit = options.most_work ?? mostWork
  const exact = (labels.length + 1) * (model.markings + model.steps.length) <= limit
  const { cost, taken } = exact ? cheapestWay(task) : boundOf(task, lastLayer(task), limit)
  const moves: Move[] = []
  let index = 0
  let marking = 0
  for (const { kind, edge } of taken) {
    const label = edge < 0 ? labels[index]! : model.labels[model.steps[edge]!]!
    moves.push({ kind, label, index })
    if (kind !== 'model') index++
    if (edge >= 0) marking = model.targets[edge]!
  }
  return { cost: cost / scale, exact, moves, marking }
}

function cheapestWay(task: Task): { cost: number; taken: Taken[] } {
  const blocks = fillAll(task)
  const taken: Taken[] = []
  let index = 0
  let marking = 0
  for (
    let next = nextMove(task, blocks, 0, 0);
    next !== null;
    next = nextMove(task, blocks, index, marking)
  ) {
    taken.push(next)
    if (next.kind !== 'model') index++
    if (next.edge >= 0) marking = task.model.targets[next.edge]!
  }
  return { cost: blocks.cost, taken }
}

/** Cost of the cheapest way through the process without any event. */
export function shortest(model: Model, costs: Pick<Costs, 'model'>): number {
  return align(model, [], { log: () => 0, model: costs.model }).cost
}

/** Fewest steps any path of the process needs. */
export function designedMinimum(model: Model): number {
  return shortest(model, unitCosts)
}

/** Fewest steps that lead from a marking through `step`, with it as the last; null when it cannot come any more. */
export function wayTo(model: Model, marking: number, step: string): string[] | null {
  const cameBy = new Map<number, { edge: number; from: number }>()
  const queue = [marking]
  for (const from of queue) {
    for (let edge = model.offsets[from]!; edge < model.offsets[from + 1]!; edge++) {
      if (model.labels[model.steps[edge]!] === step) return [...pathBack(model, cameBy, from), step]
      const to = model.targets[edge]!
      if (cameBy.has(to)) continue
      cameBy.set(to, { edge, from })
      queue.push(to)
    }
  }
  return null
}

function pathBack(model: Model, cameBy: Map<number, { edge: number; from: number }>, end: number): string[] {
  const steps: string[] = []
  for (let came = cameBy.get(end); came !== undefined; came = cameBy.get(came.from)) {
    steps.unshift(model.labels[model.steps[came.edge]!]!)
  }
  return steps
}

const scale = 1000
/** Far above every cost, far below the largest 32-bit integer even after one addition. */
const never = 1_000_000_000

/** Events and process, with costs in thousandths. */
export interface Task {
  model: Model
  count: number
  log: Int32Array
  /** By step. */
  skip: Int32Array
  /** accepts[kind[i] · steps + s] is 1 when event i may be step s. */
  kind: Int32Array
  accepts: Uint8Array
  open: boolean
}

function prepare(model: Model, labels: readonly string[], costs: Costs, options: AlignOptions): Task {
  const kinds = new Map<string, number>()
  const kind = Int32Array.from(labels, (label) => {
    if (!kinds.has(label)) kinds.set(label, kinds.size)
    return kinds.get(label)!
  })
  const width = model.labels.length
  const accepts = new Uint8Array(kinds.size * width)
  for (const [label, number] of kinds) {
    for (const name of options.stepsOf?.(label) ?? [label]) {
      const id = model.ids.get(name)
      if (id !== undefined) accepts[number * width + id] = 1
    }
  }
  return {
    model,
    count: labels.length,
    log: Int32Array.from(labels, (label, index) => Math.round(costs.log(label, index) * scale)),
    skip: Int32Array.from(model.labels, (name) => Math.round(costs.model(name) * scale)),
    kind,
    accepts,
    open: options.open ?? false,
  }
}

/**
 * Costs to the end by event and marking. Long runs over large processes are held in blocks of layers: only the first
 * layer of each block is kept, the rest is worked out again on the way forward.
 */
interface Blocks {
  stride: number
  /** First layer in `layers`. */
  from: number
  layers: Int32Array
  /** Layer b · stride, for every block, and at the end the last layer. */
  kept: Int32Array[]
  cost: number
}
const mostCells = 4_000_000

function fillAll(task: Task): Blocks {
  const { markings } = task.model
  const whole = (task.count + 1) * markings <= mostCells
  const stride = Math.max(1, whole ? task.count : Math.ceil(Math.sqrt(task.count)))
  const count = Math.max(1, Math.ceil(task.count / stride))
  const blocks: Blocks = {
    stride,
    from: 0,
    layers: new Int32Array((stride + 1) * markings),
    kept: new Array<Int32Array>(count + 1),
    cost: 0,
  }
  blocks.kept[count] = lastLayer(task)
  for (let block = count - 1; block >= 0; block--) {
    fill(task, blocks, block)
    blocks.kept[block] = blocks.layers.slice(0, markings)
  }
  blocks.cost = blocks.layers[0]!
  return blocks
}

function fill(task: Task, blocks: Blocks, block: number) {
  const { markings } = task.model
  blocks.from = block * blocks.stride
  const end = Math.min(task.count, blocks.from + blocks.stride)
  blocks.layers.set(blocks.kept[block + 1]!, (end - blocks.from) * markings)
  for (let index = end - 1; index >= blocks.from; index--) {
    fillLayer(task, index, blocks.layers, (index - blocks.from) * markings)
  }
}

function lastLayer({ model, skip, open }: Task): Int32Array {
  const layer = new Int32Array(model.markings)
  for (let marking = model.markings - 1; marking >= 0; marking--) {
    let best = open || model.final[marking] === 1 ? 0 : never
    for (let edge = model.offsets[marking]!; edge < model.offsets[marking + 1]!; edge++) {
      best = Math.min(best, skip[model.steps[edge]!]! + layer[model.targets[edge]!]!)
    }
    layer[marking] = best
  }
  return layer
}

/** Layer of event `index` at `at`, from the one after it; the last marking first, because steps lead upwards. */
function fillLayer({ model, log, skip, kind, accepts }: Task, index: number, layers: Int32Array, at: number) {
  const { markings, offsets, steps, targets } = model
  const next = at + markings
  const row = kind[index]! * model.labels.length
  const extra = log[index]!
  for (let marking = markings - 1; marking >= 0; marking--) {
    let best = layers[next + marking]! + extra
    for (let edge = offsets[marking]!, end = offsets[marking + 1]!; edge < end; edge++) {
      const label = steps[edge]!
      const target = targets[edge]!
      const missed = skip[label]! + layers[at + target]!
      if (missed < best) best = missed
      if (accepts[row + label] === 1 && layers[next + target]! < best) best = layers[next + target]!
    }
    layers[at + marking] = best
  }
}

/** The move taken from here on a cheapest way, edge −1 for an extra event; null at the end. */
function nextMove(task: Task, blocks: Blocks, index: number, marking: number): Taken | null {
  const { model, log, skip, kind, accepts, count } = task
  if (index < count && index >= blocks.from + blocks.stride)
    fill(task, blocks, Math.floor(index / blocks.stride))
  const at = (index - blocks.from) * model.markings
  const next = at + model.markings
  const { layers } = blocks
  const best = layers[at + marking]!
  if (index === count && best === 0 && (task.open || model.final[marking] === 1)) return null
  const [first, end] = [model.offsets[marking]!, model.offsets[marking + 1]!]
  if (index < count) {
    const row = kind[index]! * model.labels.length
    for (let edge = first; edge < end; edge++) {
      if (accepts[row + model.steps[edge]!] === 1 && layers[next + model.targets[edge]!] === best) {
        return { kind: 'sync', edge }
      }
    }
    if (layers[next + marking]! + log[index]! === best) return { kind: 'log', edge: -1 }
  }
  for (let edge = first; edge < end; edge++) {
    if (skip[model.steps[edge]!]! + layers[at + model.targets[edge]!]! === best)
      return { kind: 'model', edge }
  }
  throw new Error(`no way to the end from marking ${marking} at event ${index}: the process has a dead end`)
}
