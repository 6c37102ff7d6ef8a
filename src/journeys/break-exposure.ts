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

/** Runs that could lose between two steps: they took both. */
export class Passage {
  private readonly runs: number[] = []
  private readonly took = new Map<number, RunSet>()
  private readonly lost = new Map<PlaceCases, { from: number; to: number; runs: Set<number> }>()

  /** Runs come in ascending order. */
  pass(run: number, steps: readonly number[]): void {
    this.runs.push(run)
    for (const step of steps) {
      const taken = this.took.get(step) ?? new RunSet()
      taken.add(run)
      this.took.set(step, taken)
    }
  }

  /** A run that took both lost between them; several times are one. */
  lose(run: number, place: PlaceCases, from: number, to: number): void {
    const lost = this.lost.get(place) ?? { from, to, runs: new Set() }
    lost.runs.add(run)
    this.lost.set(place, lost)
  }

  /** Gives each place its cases, once all runs are read. */
  close(): void {
    for (const [place, { from, to, runs }] of this.lost) {
      const [before, after] = [this.took.get(from), this.took.get(to)]
      for (const run of this.runs)
        if (before?.has(run) && after?.has(run)) place.add(run, runs.has(run), 0, 0)
    }
    this.lost.clear()
  }
}

/** A bit for each run. */
class RunSet {
  private bits = new Uint32Array(256)

  add(run: number): void {
    if (run >>> 5 >= this.bits.length) {
      const longer = new Uint32Array(Math.max(2 * this.bits.length, (run >>> 5) + 1))
      longer.set(this.bits)
      this.bits = longer
    }
    this.bits[run >>> 5]! |= 1 << (run & 31)
  }

  has(run: number): boolean {
    return ((this.bits[run >>> 5] ?? 0) & (1 << (run & 31))) !== 0
  }
}
