import { wallSeconds } from './business-time.ts'
import type { DesignedStep, DesignNode } from './storyboard.ts'
import { stepsOf } from './storyboard.ts'

/** Steps with which some path through the design begins; `skippable` = some path takes no step at all. */
export function canBeFirst(node: DesignNode): { steps: DesignedStep[]; skippable: boolean } {
  if (node.kind === 'step') return { steps: [node], skippable: false }
  const children = node.children.map(canBeFirst)
  if (node.kind === 'choice') {
    return {
      steps: children.flatMap(({ steps }) => steps),
      skippable: children.some(({ skippable }) => skippable),
    }
  }
  if (node.kind === 'parallel') {
    return {
      steps: children.flatMap(({ steps }) => steps),
      skippable: children.every(({ skippable }) => skippable),
    }
  }
  const needed = children.findIndex(({ skippable }) => !skippable)
  const reached = needed === -1 ? children : children.slice(0, needed + 1)
  return {
    steps: reached.flatMap(({ steps }) => steps),
    skippable: node.kind === 'optional' || needed === -1,
  }
}

/** Steps that every path through the design takes. */
export function mandatorySteps(node: DesignNode): DesignedStep[] {
  if (node.kind === 'step') return [node]
  if (node.kind === 'optional') return []
  const children = node.children.map(mandatorySteps)
  if (node.kind !== 'choice') return children.flat()
  return (children[0] ?? []).filter((step) => children.every((steps) => steps.includes(step)))
}

/**
 * Seconds that the steps' own `within` allow on the shortest way to a step with one of the touchpoints (steps
 * without a bound count 0, business time its least; branches of a parallel wait together). To the end when none of them is designed.
 */
export function waitingAllowed(node: DesignNode, touchpoints: string[]): number {
  if (node.kind === 'step') return node.within === null ? 0 : wallSeconds(node.within)
  if (node.kind === 'choice') {
    const ways = node.children.filter((child) => leadsTo(child, touchpoints))
    const open = ways.length > 0 ? ways : node.children
    return Math.min(...open.map((child) => waitingAllowed(child, touchpoints)))
  }
  if (node.kind === 'parallel')
    return Math.max(...node.children.map((child) => waitingAllowed(child, touchpoints)))
  if (node.kind === 'optional' && !leadsTo(node, touchpoints)) return 0
  const last = node.children.findIndex((child) => leadsTo(child, touchpoints))
  const way = last === -1 ? node.children : node.children.slice(0, last + 1)
  return way.reduce((sum, child) => sum + waitingAllowed(child, touchpoints), 0)
}

function leadsTo(node: DesignNode, touchpoints: string[]): boolean {
  return stepsOf(node).some((step) => step.touchpoints.some((touchpoint) => touchpoints.includes(touchpoint)))
}
