import { wallSeconds } from './business-time.ts'
import { designEdges } from './design-edges.ts'
import type { DesignedStep, DesignNode } from './storyboard.ts'
import { stepsOf } from './storyboard.ts'

/** Names of the steps that some path takes after each step. */
export function stepsAfter(design: DesignNode): (step: string) => Set<string> {
  const made = walks.get(design) ?? walkThrough(design)
  walks.set(design, made)
  return made
}

const walks = new WeakMap<DesignNode, (step: string) => Set<string>>()

function walkThrough(design: DesignNode): (step: string) => Set<string> {
  const next = Map.groupBy(
    [...designEdges(design).edges].map((edge) => edge.split('\u0000') as [string, string]),
    ([from]) => from,
  )
  return (step) => {
    const reached = new Set<string>()
    const waiting = [step]
    for (let from = waiting.pop(); from !== undefined; from = waiting.pop()) {
      for (const [, to] of next.get(from) ?? []) {
        if (!reached.has(to)) waiting.push(to)
        reached.add(to)
      }
    }
    return reached
  }
}

/** Steps on the paths that begin with one of `firsts`; `skippable` = it may be passed without a step. */
export function reachedFrom(
  node: DesignNode,
  firsts: Set<DesignedStep>,
): { steps: Set<DesignedStep>; skippable: boolean } {
  if (node.kind === 'step') return { steps: new Set(firsts.has(node) ? [node] : []), skippable: false }
  const children = node.children.map((child) => reachedFrom(child, firsts))
  const all = node.children.map((child) => new Set(stepsOf(child)))
  const steps = new Set<DesignedStep>()
  const add = (more: Iterable<DesignedStep>) => {
    for (const step of more) steps.add(step)
  }
  if (node.kind === 'choice') {
    for (const child of children) add(child.steps)
    return { steps, skippable: children.some(({ skippable }) => skippable) }
  }
  children.forEach((child, index) => {
    if (node.kind !== 'parallel' && children.slice(0, index).some(({ skippable }) => !skippable)) return
    if (child.steps.size === 0) return
    add(child.steps)
    // What begins here goes on with what comes after, or alongside.
    all.forEach((others, other) => {
      if (node.kind === 'parallel' ? other !== index : other > index) add(others)
    })
  })
  if (node.kind === 'repeat' && steps.size > 0) for (const each of all) add(each)
  const skippable = node.kind === 'optional' || children.every((child) => child.skippable)
  return { steps, skippable }
}

/**
 * Wall-clock seconds that the steps' own `within` allow from one step to the next with one of the touchpoints, on the
 * shortest way; steps without a bound count 0. Null when none comes after it.
 */
export function waitingBetween(design: DesignNode, from: DesignedStep, touchpoints: string[]): number | null {
  const way = wayFrom(design, from, touchpoints)
  return way === null || !way.arrived ? null : way.seconds
}

interface Way {
  seconds: number
  arrived: boolean
}

/** Null where the step is not in this part of the design. */
function wayFrom(node: DesignNode, from: DesignedStep, touchpoints: string[]): Way | null {
  if (node.kind === 'step') return node === from ? { seconds: 0, arrived: false } : null
  for (const [index, child] of node.children.entries()) {
    const way = wayFrom(child, from, touchpoints)
    if (way === null) continue
    if (way.arrived || node.kind === 'choice' || node.kind === 'parallel') return way
    return along(node.children.slice(index + 1), way, touchpoints)
  }
  return null
}

/** On through parts that follow each other. */
function along(parts: DesignNode[], begun: Way, touchpoints: string[]): Way {
  let way = begun
  for (const part of parts) {
    const next = shortestWay(part, touchpoints)
    way = { seconds: way.seconds + next.seconds, arrived: next.arrived }
    if (way.arrived) return way
  }
  return way
}

/** To the touchpoints, else through the whole part. Of several ways the one that arrives, and then the shortest. */
function shortestWay(node: DesignNode, touchpoints: string[]): Way {
  if (node.kind === 'step') {
    return {
      seconds: node.within === null ? 0 : wallSeconds(node.within),
      arrived: node.touchpoints.some((touchpoint) => touchpoints.includes(touchpoint)),
    }
  }
  if (node.kind === 'sequence' || node.kind === 'repeat')
    return along(node.children, { seconds: 0, arrived: false }, touchpoints)
  if (node.kind === 'optional') {
    const way = along(node.children, { seconds: 0, arrived: false }, touchpoints)
    return way.arrived ? way : { seconds: 0, arrived: false }
  }
  const ways = node.children.map((child) => shortestWay(child, touchpoints))
  const arriving = ways.filter(({ arrived }) => arrived)
  const open = arriving.length > 0 ? arriving : ways
  const seconds = open.map((way) => way.seconds)
  const through = node.kind === 'parallel' && arriving.length === 0
  return { seconds: through ? Math.max(...seconds) : Math.min(...seconds), arrived: arriving.length > 0 }
}
