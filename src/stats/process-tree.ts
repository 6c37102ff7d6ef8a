/** A designed process as a tree of steps. The children of `optional` and `repeat` follow one another. */
export type ProcessTree =
  | { kind: 'step'; label: string }
  | { kind: 'sequence' | 'choice' | 'parallel' | 'optional'; children: ProcessTree[] }
  | { kind: 'repeat'; children: ProcessTree[]; up_to: number }

/**
 * All markings (what is done, what is still to do) of a process and the steps that lead from one to another; silent
 * moves are folded in. Marking 0 is the start; steps lead only to higher numbers, because repeats are unrolled.
 */
export interface Model {
  markings: number
  /** Distinct steps. */
  labels: string[]
  ids: Map<string, number>
  /** The steps out of marking m are numbers offsets[m] to offsets[m + 1] − 1 of `steps` and `targets`. */
  offsets: Int32Array
  steps: Int32Array
  targets: Int32Array
  /** 1 where the process may end. */
  final: Uint8Array
}

export const mostMarkings = 20_000
const mostEdges = 2_000_000

export class TooManyMarkings extends Error {
  readonly markings: number
  /** In words, which part of the process is to blame. */
  readonly block: string
  /** The same for programs: its kind, first step and number of steps, `parallel:A:3`; null = the whole process. */
  readonly key: string | null
  constructor(markings: number, { words, key }: Block, message: string) {
    super(message)
    this.markings = markings
    this.block = words
    this.key = key
  }
}

function tooMany(tree: ProcessTree, markings: number): TooManyMarkings {
  const block = blockOf(tree)
  const most = `${counted(mostMarkings)} are the most: put some of its steps into a sequence, or repeat them less often`
  const { words, key, size } = block
  const alone = key === null ? markings : size
  const who =
    alone > mostMarkings
      ? `${words} makes ${counted(alone)} markings,`
      : `the process makes ${counted(markings)} markings, ${counted(size)} of them by ${words};`
  return new TooManyMarkings(markings, block, `${who} ${most}`)
}

function tooSprawling(tree: ProcessTree, markings: number): TooManyMarkings {
  const block = largestBlock(tree) ?? wholeProcess
  const message = `${block.words} leads on in more than ${counted(mostEdges)} ways: leave fewer of its steps optional, or repeat them less often`
  return new TooManyMarkings(markings, block, message)
}

function counted(markings: number): string {
  const billion = 1_000_000_000
  return markings > billion ? `more than ${billion.toLocaleString('en')}` : markings.toLocaleString('en')
}

/**
 * The whole marking graph of a process (methods B.14). Throws TooManyMarkings above 20,000, naming the block, before
 * anything is built; RangeError for a repeat that is not at least once.
 */
export function compile(tree: ProcessTree): Model {
  const markings = markingsOf(tree)
  if (markings > mostMarkings) throw tooMany(tree, markings)
  const labels: string[] = []
  const ids = new Map<string, number>()
  const idOf = (label: string) => {
    if (!ids.has(label)) ids.set(label, labels.push(label) - 1)
    return ids.get(label)!
  }
  const net = netOf(tree, idOf)
  if (net.edges > mostEdges) throw tooSprawling(tree, markings)
  const offsets = new Int32Array(net.out.length + 1)
  net.out.forEach((out, marking) => {
    offsets[marking + 1] = offsets[marking]! + out.length
  })
  return {
    markings: net.out.length,
    labels,
    ids,
    offsets,
    steps: Int32Array.from(net.out.flat(), (edge) => edge.step),
    targets: Int32Array.from(net.out.flat(), (edge) => edge.to),
    final: Uint8Array.from(net.final, Number),
  }
}

/** How many markings a process has, by counting, without building them. */
export function markingsOf(tree: ProcessTree): number {
  if (tree.kind === 'step') return 2
  if (tree.kind === 'parallel')
    return tree.children.reduce((product, child) => product * markingsOf(child), 1)
  const inside = tree.children.reduce((sum, child) => sum + markingsOf(child) - 1, 0)
  return 1 + inside * (tree.kind === 'repeat' ? timesOf(tree.up_to) : 1)
}

function timesOf(upTo: number): number {
  if (!Number.isInteger(upTo) || upTo < 1) {
    throw new RangeError(`a repeat is done up to 1, 2, 3 … times, not ${upTo}`)
  }
  return upTo
}

/** Follows the largest children down to the innermost parallel or repeated block that is too large by itself. */
function blockOf(tree: ProcessTree): Block {
  if (tree.kind === 'step') return wholeProcess
  const largest = [...tree.children].sort((a, b) => markingsOf(b) - markingsOf(a))[0]
  const innermost = largest === undefined || markingsOf(largest) <= mostMarkings
  if (!innermost) return blockOf(largest)
  if (tree.kind === 'parallel' || tree.kind === 'repeat') return aBlock(tree)
  return largest !== undefined && largest.kind === 'parallel' ? aBlock(largest) : wholeProcess
}

/** The innermost parallel or repeated block that holds most of the markings; null = none does. */
function largestBlock(tree: ProcessTree, half = markingsOf(tree) / 2): Block | null {
  if (tree.kind === 'step' || markingsOf(tree) < half) return null
  for (const child of tree.children) {
    const inner = largestBlock(child, half)
    if (inner !== null) return inner
  }
  return tree.kind === 'parallel' || tree.kind === 'repeat' ? aBlock(tree) : null
}

interface Block {
  words: string
  key: string | null
  /** Markings of its own. */
  size: number
}
const wholeProcess: Block = { words: 'the process', key: null, size: 0 }

function aBlock(tree: ProcessTree): Block {
  const steps = leaves(tree)
  return {
    words: `the ${tree.kind === 'parallel' ? 'parallel' : 'repeated'} block of ${named(tree)}`,
    key: `${tree.kind}:${steps[0]}:${steps.length}`,
    size: markingsOf(tree),
  }
}

function named(tree: ProcessTree): string {
  const firsts = leaves(tree)
  const shown = firsts
    .slice(0, 6)
    .map((label) => `'${label}'`)
    .join(', ')
  return firsts.length > 6 ? `${shown} and ${firsts.length - 6} more` : shown
}

function leaves(tree: ProcessTree): string[] {
  return tree.kind === 'step' ? [tree.label] : tree.children.flatMap(leaves)
}

interface Edge {
  step: number
  to: number
}
interface Net {
  out: Edge[][]
  final: boolean[]
  /** Of `out` in all. Beyond the most there may be they are counted and left out. */
  edges: number
}
/** A part of a net: the steps it may begin with, the markings it may end in, whether it may be left out. */
interface Part {
  first: Edge[]
  last: number[]
  empty: boolean
}

function netOf(tree: ProcessTree, idOf: (label: string) => number): Net {
  const net: Net = { out: [[]], final: [false], edges: 0 }
  const part = grow(net, tree, idOf)
  net.out[0] = part.first
  net.edges += part.first.length
  for (const marking of part.last) net.final[marking] = true
  net.final[0] = part.empty
  return net
}

/** Adds the markings of a tree to a net, in the order in which they can be reached. */
function grow(net: Net, tree: ProcessTree, idOf: (label: string) => number): Part {
  if (tree.kind === 'step') {
    const to = addMarking(net)
    return { first: [{ step: idOf(tree.label), to }], last: [to], empty: false }
  }
  if (tree.kind === 'parallel')
    return graft(net, tree.children.map((child) => netOf(child, idOf)).reduce(product, unit))
  const inOrder = () =>
    tree.children.reduce((part, child) => follow(net, part, grow(net, child, idOf)), nothing)
  if (tree.kind === 'sequence') return inOrder()
  if (tree.kind === 'optional') return { ...inOrder(), empty: true }
  if (tree.kind === 'repeat') return again(net, Array.from({ length: tree.up_to }, inOrder))
  const parts = tree.children.map((child) => grow(net, child, idOf))
  return {
    first: parts.flatMap((part) => part.first),
    last: parts.flatMap((part) => part.last),
    empty: parts.length === 0 || parts.some((part) => part.empty),
  }
}

const nothing: Part = { first: [], last: [], empty: true }
const unit: Net = { out: [[]], final: [true], edges: 0 }

function addMarking(net: Net): number {
  net.final.push(false)
  return net.out.push([]) - 1
}

function connect(net: Net, before: Part, after: Part) {
  net.edges += before.last.length * after.first.length
  if (net.edges > mostEdges) return
  for (const marking of before.last) net.out[marking] = net.out[marking]!.concat(after.first)
}

function follow(net: Net, before: Part, after: Part): Part {
  connect(net, before, after)
  return {
    first: before.empty ? [...before.first, ...after.first] : before.first,
    last: after.empty ? [...before.last, ...after.last] : after.last,
    empty: before.empty && after.empty,
  }
}

/** The same part once, twice, …: it may end after each time. */
function again(net: Net, times: Part[]): Part {
  times.forEach((part, i) => {
    if (i > 0) connect(net, times[i - 1]!, part)
  })
  return { first: times[0]!.first, last: times.flatMap((part) => part.last), empty: times[0]!.empty }
}

/** Both nets side by side: marking (i, j) has number i · |b| + j. */
function product(a: Net, b: Net): Net {
  const width = b.out.length
  const edges = a.edges * width + b.edges * a.out.length
  if (edges > mostEdges) return { ...unit, edges }
  const out: Edge[][] = []
  const final: boolean[] = []
  a.out.forEach((left, i) => {
    b.out.forEach((right, j) => {
      out.push([
        ...left.map(({ step, to }) => ({ step, to: to * width + j })),
        ...right.map(({ step, to }) => ({ step, to: i * width + to })),
      ])
      final.push(a.final[i]! && b.final[j]!)
    })
  })
  return { out, final, edges }
}

/** Takes a whole net over as a part of another. */
function graft(net: Net, added: Net): Part {
  const shift = net.out.length - 1
  net.edges += added.edges - added.out[0]!.length
  const moved = added.out.map((out) => out.map(({ step, to }) => ({ step, to: to + shift })))
  const last: number[] = []
  added.final.forEach((final, marking) => {
    if (marking === 0) return
    net.out.push(moved[marking]!)
    net.final.push(false)
    if (final) last.push(marking + shift)
  })
  return { first: moved[0]!, last, empty: added.final[0]! }
}
