import type { MapNode } from './map-graph.ts'
import type { Layout } from './map-layout.ts'
import { type Box, between, box, type Placed } from './map-places.ts'

export interface StageBand extends Box {
  stage: string
}

/** Columns of one stage next to each other in one line, as a band behind them. A column of two stages carries both names. */
export function stageBands(nodes: MapNode[], layout: Layout, placed: Placed): StageBand[] {
  const bands: StageBand[] = []
  for (let line = 0; line < layout.lines; line++) {
    let last: { stage: string; column: number } | null = null
    for (let column = 0; column < layout.columns; column++) {
      const here = nodes.filter(({ node }) => {
        const at = layout.places.get(node)
        return at?.line === line && at.column === column
      })
      const stage = [...new Set(here.map((node) => node.stage).filter(Boolean))].join(' · ')
      const first = here[0] && placed.boxes.get(here[0].node)
      if (!first || stage === '') continue
      const { top, bottom } = placed.lines[line]!
      const [x, end] = [first.x - between.columns / 2 + 5, first.x + box.width + between.columns / 2 - 5]
      const open = last?.stage === stage && last.column === column - 1 ? bands.at(-1) : undefined
      if (open) open.width = end - open.x
      else bands.push({ stage, x, y: top, width: end - x, height: bottom - top })
      last = { stage, column }
    }
  }
  return bands
}
