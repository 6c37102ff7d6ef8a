export interface Ends {
  sourceX: number
  sourceY: number
  targetX: number
  targetY: number
}
export interface Drawn {
  path: string
  labelX: number
  labelY: number
}

/** An edge back to its own step: a loop over the box (beside it when the map runs downwards). */
export function loopPath(x: number, y: number, narrow: boolean): Drawn {
  return narrow
    ? {
        path: `M ${x} ${y} c 60 40, 150 20, 130 -33 c -14 -38, -60 -60, -130 -33`,
        labelX: x + 128,
        labelY: y - 34,
      }
    : {
        path: `M ${x} ${y} c 46 -30, 20 -92, -88 -92 c -108 0, -134 62, -88 92`,
        labelX: x - 88,
        labelY: y - 92,
      }
}

/** The gutter between two lines of a folded map that an edge from above to below must use; null within one line. */
export function gutterBetween(gutters: number[], sourceY: number, targetY: number): number | null {
  const crossed = gutters.filter((gutter) => (gutter - sourceY) * (gutter - targetY) < 0)
  return crossed.length === 0 ? null : sourceY < targetY ? crossed[0]! : crossed.at(-1)!
}

/** Out to the right, along the gutter, and into the next line from the left: as the eye reads. */
export function foldedPath(
  { sourceX, sourceY, targetX, targetY }: Ends,
  gutter: number,
  spread: number,
): Drawn {
  const out = sourceX + 22 + spread
  const back = targetX - 22 - spread
  const y = gutter + spread * 0.6
  const turn = (from: number, to: number) => Math.sign(to - from) * Math.min(12, Math.abs(to - from) / 2)
  const [down, on] = [turn(sourceY, y), turn(y, targetY)]
  const side = Math.sign(back - out) * Math.min(12, Math.abs(back - out) / 2)
  return {
    path: `M ${sourceX} ${sourceY} H ${out - 12} Q ${out} ${sourceY} ${out} ${sourceY + down} V ${y - down} Q ${out} ${y} ${out + side} ${y} H ${back - side} Q ${back} ${y} ${back} ${y + on} V ${targetY - on} Q ${back} ${targetY} ${back + 12} ${targetY} H ${targetX}`,
    labelX: (out + back) / 2,
    labelY: y,
  }
}

/** Back to an earlier step of the same line: an arc under the boxes. */
export function arcPath({ sourceX, sourceY, targetX, targetY }: Ends): Drawn {
  const depth = 58 + Math.min(60, (sourceX - targetX) * 0.06)
  const low = Math.max(sourceY, targetY) + depth
  return {
    path: `M ${sourceX} ${sourceY} C ${sourceX + 70} ${low}, ${targetX - 70} ${low}, ${targetX} ${targetY}`,
    labelX: (sourceX + targetX) / 2,
    labelY: (sourceY + targetY) / 8 + low * 0.75,
  }
}
