import type { MatchPair } from './match-score.ts'

/**
 * The pairs a person has to decide: of all between the same two clusters the surest, because its answer holds for the others.
 * `clusters` are rows of records.
 */
export function reviewQueue(
  pairs: readonly MatchPair[],
  clusters: readonly (readonly number[])[],
): MatchPair[] {
  const home = new Map(clusters.flatMap((rows) => rows.map((row) => [row, rows[0]!])))
  const homeOf = (row: number) => home.get(row) ?? row
  const asked = new Set<string>()
  return pairs.filter(({ rows: [a, b] }) => {
    const [first, second] = [homeOf(a), homeOf(b)]
    const between = first < second ? `${first} ${second}` : `${second} ${first}`
    if (first === second || asked.has(between)) return false
    asked.add(between)
    return true
  })
}
