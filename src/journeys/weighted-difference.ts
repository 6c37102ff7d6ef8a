import { logisticRegression } from '../stats/logistic.ts'
import { quantileSorted, sum } from '../stats/quantile.ts'
import { randomFrom } from '../stats/random.ts'

/** Runs alike in who they are and whether they kept to the design. */
export interface Alike {
  /** Unit of resampling. */
  unit: number
  kept: boolean
  who: string[]
  n: number
  /** Sum of what is compared over the `n`. */
  total: number
}

export interface Difference {
  /** Mean of those that kept to it less mean of the others, both weighted to be the same people. */
  value: number
  low: number
  high: number
  /** The same unweighted. */
  raw: number
}

/** A run that is nearly always, or nearly never, like the other side has nobody to be compared with: weights end at 20. */
const least = 0.05
const replicates = 200

/**
 * Inverse-propensity-weighted difference with its percentile interval by a bootstrap of units, the propensity estimated
 * anew each time (methods A.8, B.18; Hájek's weights). `tail` lies beyond each end of the interval. Null when a side is empty.
 */
export function weightedDifference(rows: Alike[], seed = 1, tail = 0.025): Difference | null {
  const design = designOf(rows)
  const value = differenceOf(rows, design, null)
  if (value === null) return null
  const units = [...new Set(rows.map(({ unit }) => unit))]
  const place = new Map(units.map((unit, at) => [unit, at]))
  const random = randomFrom(seed)
  const found: number[] = []
  for (let replicate = 0; replicate < replicates; replicate++) {
    const drawn = new Float64Array(units.length)
    for (let draw = 0; draw < units.length; draw++) drawn[Math.floor(random() * units.length)]!++
    const again = differenceOf(rows, design, (row) => drawn[place.get(row.unit)!]!)
    if (again !== null) found.push(again)
  }
  const sorted = Float64Array.from(found).sort()
  const raw = differenceOf(rows, { cellOf: rows.map(() => 0), cells: 1, columns: [] }, null)!
  return {
    value,
    low: quantileSorted(sorted, tail) ?? value,
    high: quantileSorted(sorted, 1 - tail) ?? value,
    raw,
  }
}

interface DesignMatrix {
  cellOf: number[]
  cells: number
  /** By dummy: 1 where the cell has the value. */
  columns: Float64Array[]
}

/** Cells of people who are alike, and a dummy for each value of each attribute but its first. */
function designOf(rows: Alike[]): DesignMatrix {
  const cells = new Map<string, { at: number; who: string[] }>()
  const cellOf = rows.map(({ who }) => {
    const key = JSON.stringify(who)
    const cell = cells.get(key) ?? { at: cells.size, who }
    cells.set(key, cell)
    return cell.at
  })
  const people = [...cells.values()].map(({ who }) => who)
  const columns = (people[0] ?? []).flatMap((_, attribute) => {
    const values = [...new Set(people.map((who) => who[attribute]!))].sort()
    return values
      .slice(1)
      .map((value) => Float64Array.from(people, (who) => (who[attribute] === value ? 1 : 0)))
  })
  return { cellOf, cells: cells.size, columns }
}

function differenceOf(
  rows: Alike[],
  { cellOf, cells, columns }: DesignMatrix,
  times: ((row: Alike) => number) | null,
): number | null {
  const sides = [true, false].map(() => ({ n: new Float64Array(cells), total: new Float64Array(cells) }))
  rows.forEach((row, i) => {
    const side = sides[row.kept ? 0 : 1]!
    const weight = times === null ? 1 : times(row)
    side.n[cellOf[i]!]! += weight * row.n
    side.total[cellOf[i]!]! += weight * row.total
  })
  const [kept, others] = sides as [(typeof sides)[0], (typeof sides)[0]]
  if (sum(kept.n) === 0 || sum(others.n) === 0) return null
  const fit = logisticRegression(
    [...kept.n.map(() => 1), ...others.n.map(() => 0)],
    columns.map((column) => [...column, ...column]),
    { counts: [...kept.n, ...others.n], penalty: 0.1 },
  )
  const propensity = (cell: number) => Math.min(1 - least, Math.max(least, fit.fitted[cell]!))
  const mean = (side: (typeof sides)[0], weight: (cell: number) => number) =>
    sum(side.total.map((total, cell) => total * weight(cell))) /
    sum(side.n.map((n, cell) => n * weight(cell)))
  return mean(kept, (cell) => 1 / propensity(cell)) - mean(others, (cell) => 1 / (1 - propensity(cell)))
}
