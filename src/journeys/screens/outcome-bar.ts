import { count, percent } from '../../console/fmt.ts'

export interface OutcomePart {
  outcome: string
  count: number
  share: number
  kind: string
  words: string
}

const order = ['success', 'unknown', 'failure', 'abandoned', 'open']

/** Outcomes as parts of a bar: success first, open last; nothing is left out. */
export function outcomeParts(
  outcomes: Record<string, number>,
  kinds: Record<string, string> = {},
): OutcomePart[] {
  const total = Object.values(outcomes).reduce((sum, one) => sum + one, 0)
  return Object.entries(outcomes)
    .filter(([, runs]) => runs > 0)
    .map(([outcome, runs]) => {
      const kind = kinds[outcome] ?? (outcome === 'open' ? 'open' : 'unknown')
      return {
        outcome,
        count: runs,
        share: runs / total,
        kind,
        words: `${outcome} ${count(runs)} (${percent(runs / total)})`,
      }
    })
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || b.count - a.count)
}
