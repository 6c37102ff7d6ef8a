import { median } from '../stats/quantile.ts'
import type { CaseAttribute, Cases, Place } from './break-place.ts'
import type { Code } from './break-runs.ts'

/** Fewest affected runs of a place whose segments are worth the memory (methods A.18: fewer are too few). */
const fewest = 30
const day = 86_400

/** A place while its cases are being gathered: packed, because a million runs pass twenty places each. */
export class PlaceCases {
  readonly place: Omit<Place, 'cases'>
  size = 0
  run = new Int32Array(64)
  affected = new Uint8Array(64)
  /** Made with the first that is not 0. */
  value: Float64Array | null = null
  days: Float64Array | null = null
  /** Name where a promise was fulfilled, as its place in the names, from 1; 0 = nowhere. */
  fulfilled_in: Uint16Array | null = null

  constructor(place: Omit<Place, 'cases'>) {
    this.place = place
  }

  add(run: number, affected: boolean, value: number, days: number, fulfilled_in = 0): void {
    if (this.size === this.run.length) this.grow()
    const at = this.size++
    this.run[at] = run
    if (affected) this.affected[at] = 1
    if (value !== 0) this.value ??= new Float64Array(this.run.length)
    if (this.value) this.value[at] = value
    if (days !== 0) this.days ??= new Float64Array(this.run.length)
    if (this.days) this.days[at] = days
    if (fulfilled_in !== 0) this.fulfilled_in ??= new Uint16Array(this.run.length)
    if (this.fulfilled_in) this.fulfilled_in[at] = fulfilled_in
  }

  private grow(): void {
    const length = this.run.length * 2
    this.run = grown(new Int32Array(length), this.run)
    this.affected = grown(new Uint8Array(length), this.affected)
    this.value &&= grown(new Float64Array(length), this.value)
    this.days &&= grown(new Float64Array(length), this.days)
    this.fulfilled_in &&= grown(new Uint16Array(length), this.fulfilled_in)
  }
}

function grown<Packed extends { set(from: Packed): void }>(longer: Packed, old: Packed): Packed {
  longer.set(old)
  return longer
}

/** What is known of every run, by its place in the reading. */
export interface RunFacts {
  customer: Int32Array
  failed: Uint8Array
  /** Attribute codes, one list per attribute. */
  codes: Uint16Array[]
}

/** The places as the runs that are kept passed them (all without `kept`), with what is known of those runs. */
export function placesOf(
  gathered: Iterable<PlaceCases>,
  facts: RunFacts,
  code: Code,
  kept: Uint8Array | null,
): Place[] {
  const attributes = code.attributes.map((name, index) => labelsOf(name, index, code, facts))
  const places: Place[] = []
  for (const all of gathered) {
    const chosen = chosenOf(all, kept)
    if (chosen.length === 0) continue
    const cases = casesOf(all, chosen, facts, attributes)
    places.push({ ...all.place, to: leadsTo(all, chosen, code.names), cases })
  }
  return places
}

/** Positions of the cases whose run is kept. */
function chosenOf({ run, size }: PlaceCases, kept: Uint8Array | null): Int32Array {
  const chosen = new Int32Array(size)
  let count = 0
  for (let at = 0; at < size; at++) if (kept === null || kept[run[at]!] === 1) chosen[count++] = at
  return chosen.subarray(0, count)
}

function casesOf(
  all: PlaceCases,
  chosen: Int32Array,
  facts: RunFacts,
  attributes: (CaseAttribute & { codes: Int32Array })[],
): Cases {
  const { place, run, affected } = all
  const runs = picked(new Int32Array(chosen.length), run, chosen)
  const measured =
    place.kind === 'wait' && !place.designed
      ? byTheirMedian(picked(new Float64Array(chosen.length), all.value, chosen))
      : {
          affected: picked(new Uint8Array(chosen.length), affected, chosen),
          value: picked(new Float64Array(chosen.length), all.value, chosen),
          days: picked(new Float64Array(chosen.length), all.days, chosen),
        }
  const hit = measured.affected.reduce((sum, each) => sum + each, 0)
  return {
    customer: picked(new Int32Array(chosen.length), facts.customer, runs),
    ...measured,
    failed: picked(new Uint8Array(chosen.length), facts.failed, runs),
    attributes:
      hit < fewest
        ? []
        : attributes.map(({ name, labels, codes }) => ({
            name,
            labels,
            codes: picked(new Int32Array(chosen.length), codes, runs),
          })),
  }
}

/** Without a design a wait is too long at more than three times the usual of its place, and at least a day more. */
function byTheirMedian(waiting: Float64Array): Pick<Cases, 'value' | 'days'> & { affected: Uint8Array } {
  const usual = median(Array.from(waiting)) ?? 0
  const bound = Math.max(3 * usual, usual + day)
  return {
    affected: Uint8Array.from(waiting, (each) => (each > bound ? 1 : 0)),
    value: waiting.map((each) => each / day),
    days: waiting.map((each) => (each > bound ? (each - usual) / day : 0)),
  }
}

/** A promise leads to where it is mostly fulfilled. */
function leadsTo({ place, fulfilled_in }: PlaceCases, chosen: Int32Array, names: readonly string[]): string {
  if (fulfilled_in === null) return place.to
  const counts = new Map<number, number>()
  for (const at of chosen) {
    const name = fulfilled_in[at]!
    if (name !== 0) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1])
  return most === undefined ? place.to : (names[most[0] - 1] ?? '')
}

/** In a plain loop: `from` with a function is ten times slower. Without values all are 0. */
function picked<Packed extends { [at: number]: number }>(
  into: Packed,
  values: ArrayLike<number> | null,
  chosen: Int32Array,
): Packed {
  if (values !== null) for (let i = 0; i < chosen.length; i++) into[i] = values[chosen[i]!]!
  return into
}

/** Codes over all attributes become codes within one, from 0; −1 = no value. */
function labelsOf(
  name: string,
  index: number,
  code: Code,
  facts: RunFacts,
): CaseAttribute & { codes: Int32Array } {
  const labels: string[] = []
  const own = new Int32Array(code.labels.length + 1).fill(-1)
  code.labels.forEach((label, place) => {
    if (!label.startsWith(`${name}=`)) return
    own[place + 1] = labels.length
    labels.push(label.slice(name.length + 1))
  })
  const codes = facts.codes[index] ?? new Uint16Array()
  const within = new Int32Array(codes.length)
  for (let i = 0; i < codes.length; i++) within[i] = own[codes[i]!]!
  return { name, labels, codes: within }
}
