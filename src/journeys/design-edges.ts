import { type DesignNode, stepsOf } from './storyboard.ts'

/** With which steps a piece of the design may begin and end, and whether it may be left out. */
interface Ends {
  first: string[]
  last: string[]
  empty: boolean
}

/** Pairs of steps of which the second may directly follow the first, and the steps with which the design may end. */
export interface DesignEdges {
  edges: Set<string>
  finals: Set<string>
}

/** Walks a design once. An edge is `from\u0000to`. */
export function designEdges(design: DesignNode): DesignEdges {
  const edges = new Set<string>()
  const finals = new Set(endsOf(design, edges).last)
  return { edges, finals }
}

function endsOf(node: DesignNode, edges: Set<string>): Ends {
  if (node.kind === 'step') return { first: [node.step], last: [node.step], empty: false }
  if (node.kind === 'sequence') return sequence(node.children, edges)
  if (node.kind === 'optional') return { ...sequence(node.children, edges), empty: true }
  if (node.kind === 'repeat') {
    const inner = sequence(node.children, edges)
    if (node.up_to > 1) join(inner.last, inner.first, edges)
    return inner
  }
  const branches = node.children.map((child) => endsOf(child, edges))
  if (node.kind === 'parallel') alongside(node.children, edges)
  return {
    first: branches.flatMap((each) => each.first),
    last: branches.flatMap((each) => each.last),
    empty:
      node.kind === 'choice' ? branches.some((each) => each.empty) : branches.every((each) => each.empty),
  }
}

function sequence(children: DesignNode[], edges: Set<string>): Ends {
  return children
    .map((child) => endsOf(child, edges))
    .reduce(
      (before, next) => {
        join(before.last, next.first, edges)
        return {
          first: before.empty ? [...before.first, ...next.first] : before.first,
          last: next.empty ? [...before.last, ...next.last] : next.last,
          empty: before.empty && next.empty,
        }
      },
      { first: [], last: [], empty: true },
    )
}

/** Steps of different parallel branches may follow each other in any order. */
function alongside(branches: DesignNode[], edges: Set<string>): void {
  const names = branches.map((branch) => stepsOf(branch).map((step) => step.step))
  names.forEach((one, i) => {
    names.forEach((other, j) => {
      if (i !== j) join(one, other, edges)
    })
  })
}

function join(from: string[], to: string[], edges: Set<string>): void {
  for (const a of from) for (const b of to) edges.add(`${a}\u0000${b}`)
}
