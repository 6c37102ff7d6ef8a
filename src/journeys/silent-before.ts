import type { Run } from './run.ts'

/** Seconds of the waiting before each step in which the customer heard nothing for longer than is tolerated. */
export function silentBefore({ steps, gaps }: Pick<Run, 'steps' | 'gaps'>): number[] {
  let next = 0
  return steps.map(({ started_at, waiting }) => {
    const since = started_at - waiting * 1000
    while (next < gaps.length && gaps[next]!.to_at <= since) next++
    let silent = 0
    for (let place = next; place < gaps.length && gaps[place]!.from_at < started_at; place++) {
      const { from_at, to_at, tolerance } = gaps[place]!
      silent += Math.max(0, Math.min(to_at, started_at) - Math.max(from_at + tolerance * 1000, since))
    }
    return silent / 1000
  })
}
