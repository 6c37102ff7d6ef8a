import './interval-strip.css'

interface Mark {
  at: number
  dashed?: boolean
}

/** A value and its interval on a scale that all rows of a table share. The figures beside it say the same. */
export function IntervalStrip({
  value,
  low,
  high,
  from,
  to,
  marks,
}: {
  value: number
  low: number
  high: number
  from: number
  to: number
  marks: Mark[]
}) {
  const place = (at: number) => Math.min(100, Math.max(0, ((at - from) / (to - from)) * 100))
  return (
    <div aria-hidden className="tl-strip">
      {marks.map(({ at, dashed }) => (
        <u key={at} data-dashed={dashed || undefined} style={{ left: `${place(at)}%` }} />
      ))}
      <i style={{ left: `${place(low)}%`, width: `${place(high) - place(low)}%` }} />
      <b style={{ left: `${place(value)}%` }} />
    </div>
  )
}
