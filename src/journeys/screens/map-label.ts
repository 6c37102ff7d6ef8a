import type { Point } from './map-route.ts'

/** The words of an edge with the room they take, the most important first. */
export interface Wording {
  id: string
  /** Where they would stand best, then where else. */
  at: Point[]
  width: number
  height: number
  /** What it may cover only where nothing else is free. */
  rather: Area[]
}
export interface Area {
  x: number
  y: number
  width: number
  height: number
}

/** A place for each wording where it covers neither a box nor words that are already there; what finds none is left out. */
export function wordsPlaced(wordings: Wording[], boxes: Iterable<Area>): Map<string, Point> {
  const taken = [...boxes]
  const found = new Map<string, Point>()
  for (const { id, at, width, height, rather } of wordings) {
    const areas = at.map((point) => ({
      point,
      x: point.x - width / 2,
      y: point.y - height / 2,
      width,
      height,
    }))
    const open = areas.filter((area) => !taken.some((other) => meet(area, other)))
    const free = open.find((area) => !rather.some((other) => meet(area, other))) ?? open[0]
    if (!free) continue
    taken.push(free)
    found.set(id, free.point)
  }
  return found
}

const meet = (a: Area, b: Area) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
