import type { ReactNode } from 'react'
import { type Explanation, Figure, ShareFigure } from '../../console/figure.tsx'
import { count, percent, spread } from '../../console/fmt.ts'
import type { Search } from '../../console/search.ts'
import type { EffortReport } from '../contract.ts'

export type Seen = EffortReport['seen']
export type Ratio = { n: number; value: number | null; low: number | null; high: number | null }
export type Proportion = {
  count: number
  of: number
  share: number | null
  low: number | null
  high: number | null
}

/** In how many runs something could be observed. */
export const seenWords = ({ observed, runs, share }: Seen) =>
  observed === 0
    ? `not observed in any of ${count(runs)} runs`
    : `observed in ${count(observed)} of ${count(runs)} runs (${percent(share)})`

/** The same in a cell: how much is known. */
export function SeenCell({ seen }: { seen: Seen }) {
  if (seen.observed === 0) return <span className="tl-soft">none</span>
  return (
    <>
      {percent(seen.share)} <span className="tl-interval">n {count(seen.observed)}</span>
    </>
  )
}

interface Named {
  label: string
  info: Explanation
  rows?: Search
  behind?: ReactNode
}

/** `count` of `of`, with its interval. */
export function ProportionFigure({ of, ...named }: Named & { of: Proportion }) {
  return <ShareFigure part={of.count} of={of.of} low={of.low} high={of.high} {...named} />
}

/** A mean or a share of sums, with its interval over customers. */
export function RatioFigure({
  of,
  show,
  ...named
}: Named & { of: Ratio; show?: (value: number | null) => string }) {
  if (of.value === null) return <Figure value="unknown" interval="not observed" soft {...named} />
  if (of.n < 30) return <Figure value={`too few (${count(of.n)} runs)`} soft {...named} />
  const between = show
    ? of.low === null || of.high === null
      ? ''
      : `${show(of.low)} – ${show(of.high)} · `
    : spread(of.value, of.low, of.high)
  return <Figure value={(show ?? percent)(of.value)} interval={`${between}n ${count(of.n)}`} {...named} />
}
