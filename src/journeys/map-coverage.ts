import type { Lived } from './contract.ts'

/** What a map shows of all it knows: shares (0–1) of the runs and of the passages; null where there are none. */
export interface Coverage {
  /** Runs that go over the shown edges only. */
  by_edges: number | null
  /** Runs of the shown variants. */
  by_variants: number | null
  /** Passages from one touchpoint to the next that lie on the shown edges. */
  passages: number | null
}

/** How honest a filtered map is (methods B.13): what its first `edges` edges and `variants` variants cover. */
export function mapCoverage(
  map: Pick<Lived, 'edges' | 'variants' | 'runs'>,
  edges: number,
  variants: number,
): Coverage {
  const shown = map.edges.slice(0, edges)
  const known = new Set(shown.map(({ from, to }) => JSON.stringify([from, to])))
  const within = map.variants.filter(({ steps }) =>
    steps.slice(1).every((to, before) => known.has(JSON.stringify([steps[before], to]))),
  )
  const counted = (each: { count: number }[]) => each.reduce((sum, { count }) => sum + count, 0)
  const part = (some: number, all: number) => (all === 0 ? null : some / all)
  return {
    by_edges: part(counted(within), map.runs),
    by_variants: part(counted(map.variants.slice(0, variants)), map.runs),
    passages: part(counted(shown), counted(map.edges)),
  }
}
