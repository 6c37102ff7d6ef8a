import type { CaseAttribute, Place } from './break-place.ts'
import type { Code } from './break-runs.ts'

/** Fewest affected runs of a place whose segments are worth the memory (methods A.18: fewer are too few). */
const fewest = 30

/** A place while its cases are being gathered. */
export class PlaceCases {
  readonly place: Omit<Place, 'cases'>
  readonly run: number[] = []
  readonly affected: number[] = []
  readonly value: number[] = []
  readonly days: number[] = []
  affected_total = 0

  constructor(place: Omit<Place, 'cases'>) {
    this.place = place
  }

  add(run: number, affected: boolean, value: number, days: number): void {
    this.run.push(run)
    this.affected.push(affected ? 1 : 0)
    this.value.push(value)
    this.days.push(days)
    if (affected) this.affected_total++
  }
}

/** What is known of every run, by its place in the reading. */
export interface RunFacts {
  customer: number[]
  failed: number[]
  /** Attribute codes, one list per attribute. */
  codes: number[][]
}

/** Adds to each place what is known of its runs. */
export function finishPlaces(gathered: Iterable<PlaceCases>, facts: RunFacts, code: Code): Place[] {
  const attributes = code.attributes.map((name, index) => labelsOf(name, index, code, facts))
  return [...gathered].map(({ place, run, affected, value, days, affected_total }) => ({
    ...place,
    cases: {
      customer: Int32Array.from(run, (each) => facts.customer[each]!),
      affected: Uint8Array.from(affected),
      value: Float64Array.from(value),
      days: Float64Array.from(days),
      failed: Uint8Array.from(run, (each) => facts.failed[each]!),
      attributes:
        affected_total < fewest
          ? []
          : attributes.map(({ name, labels, codes }) => ({
              name,
              labels,
              codes: Int32Array.from(run, (each) => codes[each]!),
            })),
    },
  }))
}

/** Codes over all attributes become codes within one, from 0; −1 = no value. */
function labelsOf(
  name: string,
  index: number,
  code: Code,
  facts: RunFacts,
): CaseAttribute & { codes: Int32Array } {
  const labels: string[] = []
  const own = new Map<number, number>([[0, -1]])
  code.labels.forEach((label, place) => {
    if (!label.startsWith(`${name}=`)) return
    own.set(place + 1, labels.length)
    labels.push(label.slice(name.length + 1))
  })
  return { name, labels, codes: Int32Array.from(facts.codes[index] ?? [], (each) => own.get(each) ?? -1) }
}
