/** One row per distinct time at which something ended or was censored, in ascending order. */
export interface RiskTable {
  times: Float64Array
  /** Still watched, and nothing has happened, just before each time. */
  at_risk: Float64Array
  /** How many ended at each time, by cause: `ended[0]` is cause 1. */
  ended: Float64Array[]
}

/**
 * Counts durations by time and cause (methods B.16). `causes[i]` 0 or false: nothing had happened when watching
 * stopped (censored); 1 or true, 2, …: what ended it. With `counts`, entry i stands for that many alike. Throws
 * RangeError for lists of different length and for a duration that is no number.
 */
export function riskTable(
  durations: ArrayLike<number>,
  causes: ArrayLike<number | boolean>,
  counts?: ArrayLike<number>,
): RiskTable {
  sameLength(durations.length, causes.length, counts?.length)
  const weight = (place: number) => (counts === undefined ? 1 : counts[place]!)
  const ascending = inOrder(durations).filter((place) => weight(place) > 0)
  const rows: { time: number; left: number; ended: number[] }[] = []
  let most = 1
  for (const place of ascending) {
    const time = durations[place]!
    if (rows.at(-1)?.time !== time) rows.push({ time, left: 0, ended: [] })
    const row = rows.at(-1)!
    const cause = Number(causes[place])
    row.left += weight(place)
    if (cause > 0) row.ended[cause - 1] = (row.ended[cause - 1] ?? 0) + weight(place)
    most = Math.max(most, cause)
  }
  const atRisk = new Float64Array(rows.length)
  let watched = 0
  for (let i = rows.length - 1; i >= 0; i--) {
    watched += rows[i]!.left
    atRisk[i] = watched
  }
  return {
    times: Float64Array.from(rows, (row) => row.time),
    at_risk: atRisk,
    ended: Array.from({ length: most }, (_, cause) =>
      Float64Array.from(rows, (row) => row.ended[cause] ?? 0),
    ),
  }
}

/** Places of the values in ascending order of the values. Throws RangeError for NaN. */
export function inOrder(values: ArrayLike<number>): Uint32Array {
  const order = Uint32Array.from({ length: values.length }, (_, place) => place)
  for (const place of order) {
    if (Number.isNaN(values[place]!)) throw new RangeError(`duration ${place + 1} is not a number`)
  }
  return order.sort((a, b) => values[a]! - values[b]!)
}

/** Throws RangeError when a list is given whose length is not that of the durations. */
export function sameLength(durations: number, ...others: (number | undefined)[]): void {
  for (const length of others) {
    if (length !== undefined && length !== durations)
      throw new RangeError(`${durations} durations, but a list of ${length} beside them`)
  }
}
