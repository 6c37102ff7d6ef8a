import type { PlaceCases } from './break-cases.ts'

/** Runs that could lose in a way that shows only where one does: such a place is known by then, and all of them passed it. */
export class Exposure {
  private readonly runs: number[] = []
  private readonly lost = new Map<PlaceCases, number[]>()

  /** Runs come in ascending order. */
  expose(run: number): void {
    this.runs.push(run)
  }

  /** A run that was exposed lost at this place; several times there are one. */
  lose(run: number, place: PlaceCases): void {
    const lost = this.lost.get(place)
    if (lost === undefined) this.lost.set(place, [run])
    else if (lost.at(-1) !== run) lost.push(run)
  }

  /** Gives each place its cases, once all runs are read. */
  close(): void {
    for (const [place, lost] of this.lost) {
      let next = 0
      for (const run of this.runs) {
        const affected = lost[next] === run
        if (affected) next++
        place.add(run, affected, 0, 0)
      }
    }
    this.lost.clear()
  }
}
