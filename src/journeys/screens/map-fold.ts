import type { Placed } from './map-picture.ts'

export interface Folded {
  placed: Map<string, Placed>
  width: number
  height: number
  /** y of the gutter under each row, where edges run back to the next one. */
  gutters: number[]
}

/** Distinct layers of a left-to-right layout, by the x of their boxes' centres. */
function layersOf(placed: Map<string, Placed>): [string, Placed][][] {
  const entries = [...placed].sort((a, b) => a[1].x - b[1].x)
  const layers: [string, Placed][][] = []
  for (const entry of entries) {
    const layer = layers.at(-1)
    if (layer && Math.abs(layer[0]![1].x - entry[1].x) < entry[1].width / 2) layer.push(entry)
    else layers.push([entry])
  }
  return layers
}

/**
 * A long left-to-right map in lines, like text: as many layers per line as can be read at `least` zoom in
 * `room` px. A map that fits stays one line.
 */
export function fold(placed: Map<string, Placed>, room: number, least: number, gutter = 64): Folded {
  const layers = layersOf(placed)
  const step = layers.length > 1 ? (layers.at(-1)![0]![1].x - layers[0]![0]![1].x) / (layers.length - 1) : 0
  const box = layers[0]?.[0]?.[1].width ?? 0
  const perLine = step === 0 ? layers.length : Math.max(2, Math.floor((room / least - box - 60) / step) + 1)
  if (layers.length <= perLine) return { placed, ...extent(placed), gutters: [] }
  const lines = Math.ceil(layers.length / perLine)
  const even = Math.ceil(layers.length / lines)
  const result = new Map<string, Placed>()
  const gutters: number[] = []
  let top = 0
  for (let line = 0; line < lines; line++) {
    const mine = layers.slice(line * even, (line + 1) * even)
    const tallest = Math.max(...mine.map(stackHeight))
    for (const [index, layer] of mine.entries()) {
      let y = top + (tallest - stackHeight(layer)) / 2
      for (const [name, at] of layer.toSorted((a, b) => a[1].y - b[1].y)) {
        result.set(name, { ...at, x: index * step, y })
        y += at.height + apart
      }
    }
    top += tallest + gutter
    gutters.push(top - gutter / 2)
  }
  return { placed: result, ...extent(result), gutters: gutters.slice(0, -1) }
}

const apart = 30

/** A folded line is stacked anew: the long layout's free space would only stretch it. */
function stackHeight(layer: [string, Placed][]): number {
  return layer.reduce((sum, [, at]) => sum + at.height + apart, -apart)
}

function extent(placed: Map<string, Placed>): { width: number; height: number } {
  const all = [...placed.values()]
  return {
    width: Math.max(0, ...all.map((at) => at.x + at.width)),
    height: Math.max(0, ...all.map((at) => at.y + at.height)),
  }
}
