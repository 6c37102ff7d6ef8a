import { type Names, namedAll, namesNothing } from '../collect/index.ts'
import type { DesignNode, Storyboard } from './storyboard.ts'

const made = new WeakMap<Names, WeakMap<Storyboard, Storyboard>>()

/**
 * A storyboard with touchpoints and channels as the catalogue calls them: one that was written with the old word goes on to work. The
 * same for the same names, so that it is compiled once.
 */
export function storyboardNamed(storyboard: Storyboard, names: Names): Storyboard {
  if (namesNothing(names)) return storyboard
  const known = made.get(names) ?? new WeakMap<Storyboard, Storyboard>()
  made.set(names, known)
  const named = known.get(storyboard) ?? withNames(storyboard, names)
  known.set(storyboard, named)
  return named
}

function withNames(storyboard: Storyboard, names: Names): Storyboard {
  const touchpoints = (words: string[]) => namedAll(names.touchpoints, words)
  return {
    ...storyboard,
    starts: touchpoints(storyboard.starts),
    design: nodeNamed(storyboard.design, names),
    outcomes: storyboard.outcomes.map((outcome) => ({
      ...outcome,
      touchpoints: touchpoints(outcome.touchpoints),
    })),
  }
}

function nodeNamed(node: DesignNode, names: Names): DesignNode {
  if (node.kind !== 'step')
    return { ...node, children: node.children.map((child) => nodeNamed(child, names)) }
  const touchpoints = (words: string[]) => namedAll(names.touchpoints, words)
  const { promise } = node
  return {
    ...node,
    touchpoints: touchpoints(node.touchpoints),
    channels: namedAll(names.channels, node.channels),
    promise: promise && {
      ...promise,
      fulfilled_by: touchpoints(promise.fulfilled_by),
      voided_by: touchpoints(promise.voided_by),
    },
  }
}
