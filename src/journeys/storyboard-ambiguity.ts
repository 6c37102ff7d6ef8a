import type { DesignedStep, DesignNode } from './storyboard.ts'

/** Steps with which a part may begin and end. */
interface Ends {
  first: DesignedStep[]
  last: DesignedStep[]
  empty: boolean
}

/**
 * Pairs of steps that may both come next at some point and share a touchpoint in a channel both allow: one interaction
 * there satisfies either. Branches of a parallel are not held against each other here; they may share none at all.
 */
export function eitherSteps(
  design: DesignNode,
): { first: DesignedStep; second: DesignedStep; touchpoint: string }[] {
  const next = new Map<DesignedStep | null, Set<DesignedStep>>()
  const whole = endsOf(design, next)
  join([null], whole.first, next)
  const found = new Map<string, { first: DesignedStep; second: DesignedStep; touchpoint: string }>()
  for (const steps of next.values()) {
    const at = new Map<string, DesignedStep[]>()
    for (const second of steps) {
      for (const touchpoint of second.touchpoints) {
        const there = at.get(touchpoint) ?? []
        for (const first of there) {
          if (sharedBy(first, second) !== undefined)
            found.set([first.step, second.step].sort().join('\u0000'), { first, second, touchpoint })
        }
        at.set(touchpoint, [...there, second])
      }
    }
  }
  return [...found.values()]
}

/** A touchpoint of both, unless their channels tell them apart. */
export function sharedBy(a: DesignedStep, b: DesignedStep): string | undefined {
  const apart =
    a.channels.length > 0 &&
    b.channels.length > 0 &&
    !a.channels.some((channel) => b.channels.includes(channel))
  return apart ? undefined : a.touchpoints.find((touchpoint) => b.touchpoints.includes(touchpoint))
}

function endsOf(node: DesignNode, next: Map<DesignedStep | null, Set<DesignedStep>>): Ends {
  if (node.kind === 'step') return { first: [node], last: [node], empty: false }
  const parts = node.children.map((child) => endsOf(child, next))
  if (node.kind === 'choice' || node.kind === 'parallel') {
    return {
      first: parts.flatMap(({ first }) => first),
      last: parts.flatMap(({ last }) => last),
      empty: node.kind === 'choice' ? parts.some(({ empty }) => empty) : parts.every(({ empty }) => empty),
    }
  }
  const ends = parts.reduce(
    (before, after) => {
      join(before.last, after.first, next)
      return {
        first: before.empty ? [...before.first, ...after.first] : before.first,
        last: after.empty ? [...before.last, ...after.last] : after.last,
        empty: before.empty && after.empty,
      }
    },
    { first: [], last: [], empty: true } as Ends,
  )
  if (node.kind === 'repeat') join(ends.last, ends.first, next)
  return node.kind === 'optional' ? { ...ends, empty: true } : ends
}

function join(
  from: (DesignedStep | null)[],
  to: DesignedStep[],
  next: Map<DesignedStep | null, Set<DesignedStep>>,
): void {
  for (const step of from) {
    const after = next.get(step) ?? new Set()
    for (const other of to) after.add(other)
    next.set(step, after)
  }
}
