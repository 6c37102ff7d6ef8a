import type { MinedTree } from './inductive-miner.ts'

/** A workflow net without silent transitions: one place where it starts (0), one where it ends (1). */
export interface Net {
  places: number
  transitions: { label: string; from: number[]; to: number[] }[]
}

export interface Replay {
  produced: number
  consumed: number
  /** Tokens that had to be put in for a step that was not yet possible. */
  missing: number
  /** Tokens left over at the end. */
  remaining: number
}

/**
 * The net of a process in which forks and joins belong to the steps around them. null where that cannot be, such as
 * when something may be left out: a silent transition would be needed, and replay would have to guess when it fired.
 */
export function netOf(tree: MinedTree): Net | null {
  const net: Net = { places: 2, transitions: [] }
  return lay(net, tree, { from: [0], to: [1], only_exit: true, only_entry: true }) ? net : null
}

/** Between which places a part lies, and whether other parts leave the first or enter the last. */
interface Between {
  from: number[]
  to: number[]
  only_exit: boolean
  only_entry: boolean
}

function lay(net: Net, tree: MinedTree, between: Between): boolean {
  const { from, to, only_exit, only_entry } = between
  const alone = only_exit && only_entry
  switch (tree.kind) {
    case 'nothing':
      return false
    case 'step':
      net.transitions.push({ label: tree.label, from, to })
      return true
    case 'choice':
      return tree.children.every((child) =>
        lay(net, child, { from, to, only_exit: false, only_entry: false }),
      )
    case 'parallel':
      if (!alone || from.length !== tree.children.length || to.length !== from.length) return false
      return tree.children.every((child, i) =>
        lay(net, child, { ...between, from: [from[i]!], to: [to[i]!] }),
      )
    case 'sequence':
      return inOrder(net, tree.children, between)
    case 'loop':
      return (
        alone &&
        lay(net, tree.body, between) &&
        lay(net, tree.redo, { from: to, to: from, only_exit: false, only_entry: false })
      )
  }
}

function inOrder(net: Net, children: MinedTree[], { from, to, only_exit, only_entry }: Between): boolean {
  const last = children.length - 1
  let before = from
  return children.every((child, i) => {
    const width = i === last ? 0 : Math.max(1, wide(child, 'exit'), wide(children[i + 1]!, 'entry'))
    const after = i === last ? to : Array.from({ length: width }, () => net.places++)
    const fits = lay(net, child, {
      from: before,
      to: after,
      only_exit: i === 0 ? only_exit : !loopAt(children[i - 1]!, 'exit'),
      only_entry: i === last ? only_entry : true,
    })
    before = after
    return fits
  })
}

/** How many places a part needs before or after it; 0: as many as there are. */
function wide(tree: MinedTree, side: 'entry' | 'exit'): number {
  const other = side === 'entry' ? 'exit' : 'entry'
  if (tree.kind === 'parallel') return tree.children.length
  if (tree.kind === 'sequence') return wide(tree.children.at(side === 'entry' ? 0 : -1)!, side)
  if (tree.kind === 'choice') return Math.max(...tree.children.map((child) => wide(child, side)))
  return tree.kind === 'loop' ? Math.max(wide(tree.body, side), wide(tree.redo, other)) : 0
}

/** Whether a loop stands at the end of a part, so that its redo leaves the places after it. */
function loopAt(tree: MinedTree, side: 'entry' | 'exit'): boolean {
  if (tree.kind === 'sequence') return loopAt(tree.children.at(side === 'entry' ? 0 : -1)!, side)
  return (
    tree.kind === 'loop' || (tree.kind === 'parallel' && tree.children.some((child) => loopAt(child, side)))
  )
}

/**
 * Plays a run on a net (methods B.14); labels the net does not know are passed over. Calls runs deviating that are
 * not, and drowns in tokens after the first deviation: for anything said about a run use `align`.
 */
export function replay(net: Net, labels: Iterable<string>): Replay {
  const transitions = new Map(net.transitions.map((transition) => [transition.label, transition]))
  const tokens = new Int32Array(net.places)
  tokens[0] = 1
  const counts: Replay = { produced: 1, consumed: 0, missing: 0, remaining: 0 }
  const consume = (place: number) => {
    counts.consumed++
    if (tokens[place]! > 0) tokens[place]!--
    else counts.missing++
  }
  for (const label of labels) {
    const transition = transitions.get(label)
    if (transition === undefined) continue
    transition.from.forEach(consume)
    for (const place of transition.to) tokens[place]!++
    counts.produced += transition.to.length
  }
  consume(1)
  counts.remaining = tokens.reduce((sum, each) => sum + each, 0)
  return counts
}

/** ½ (1 − missing / consumed) + ½ (1 − remaining / produced): of one run, or of the sums over a log. */
export function replayFitness({ produced, consumed, missing, remaining }: Replay): number {
  return (1 - missing / consumed) / 2 + (1 - remaining / produced) / 2
}
