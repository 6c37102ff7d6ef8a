import { count } from '../../console/fmt.ts'

/** The whole numbers between which a count is usual. */
export const usualText = (low: number, high: number | null) =>
  `${count(Math.ceil(low))}–${count(Math.floor(high ?? low))}`
