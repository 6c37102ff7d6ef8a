import { type LanedEdge, lanesOf } from './map-lanes.ts'
import type { Layout, Place } from './map-layout.ts'

export interface Box {
  x: number
  y: number
  width: number
  height: number
}
/** A line of the folded map, from its first lane to its last. */
export interface Line {
  top: number
  bottom: number
  /** y of the first row of boxes, and of the lanes over and under the boxes. */
  rows: number
  over: number[]
  under: number[]
}
/** Where everything that stands still stands, in px. */
export interface Placed {
  boxes: Map<string, Box>
  lines: Line[]
  width: number
  height: number
}

export const box = { width: 158, height: 100 }
export const between = { columns: 108, rows: 62 }
export const margin = 60
export const pitch = box.width + between.columns

/** Columns of boxes that fit into so many px. */
export const columnsIn = (room: number) =>
  Math.max(2, Math.floor((room - 2 * margin + between.columns) / pitch))

const laneApart = 20

/** Gives every box and every lane its place. `headed`: room for the names of stages over each line. */
export function placed(layout: Layout, laned: LanedEdge[], headed: boolean): Placed {
  const lines: Line[] = []
  let y = 8
  for (let line = 0; line < layout.lines; line++) {
    const { over, under } = lanesOf(laned, line)
    const top = y
    y += headed || looped(laned, line) ? 26 : 6
    const above = Array.from({ length: over }, (_, lane) => y + 10 + (over - 1 - lane) * laneApart)
    y += over * laneApart + (over ? 8 : 0) + 10
    const rows = y
    y += layout.rows[line]! * (box.height + between.rows) - between.rows
    const below = Array.from({ length: under }, (_, lane) => y + 40 + lane * laneApart)
    y += under * laneApart + 34
    lines.push({ top, bottom: y, rows, over: above, under: below })
    y += 14
  }
  const boxes = new Map([...layout.places].map(([node, place]) => [node, boxAt(place, lines)]))
  return {
    boxes,
    lines,
    width: 2 * margin + layout.columns * pitch - between.columns,
    height: y - 6,
  }
}

/** Whether an edge goes over the corner of a box of the first row. */
const looped = (laned: LanedEdge[], line: number) =>
  laned.some(({ course, from }) => course === 'loop' && from.line === line && from.row === 0)

function boxAt({ line, column, row }: Place, lines: Line[]): Box {
  return { x: margin + column * pitch, y: lines[line]!.rows + row * (box.height + between.rows), ...box }
}
