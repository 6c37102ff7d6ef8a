/** Counts over time as small bars, above what is usual as a band; null = nothing is known of it. The label says it in words. */
export function Sparkline({
  values,
  band = [],
  label,
  width = 120,
}: {
  values: readonly (number | null)[]
  band?: readonly ({ low: number; high: number } | null)[]
  label: string
  width?: number
}) {
  const height = 26
  const top = Math.max(1, ...values.map((value) => value ?? 0), ...band.map((each) => each?.high ?? 0))
  const step = width / Math.max(1, values.length)
  const y = (value: number) => height - (value / top) * height
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={label}
      style={{ display: 'block' }}
    >
      <line x1={0} x2={width} y1={height - 0.5} y2={height - 0.5} stroke="var(--tl-line-strong)" />
      {band.map((each, place) =>
        each === null ? null : (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: the place is what it is
            key={`band-${place}`}
            x={place * step}
            width={step}
            y={y(each.high)}
            height={Math.max(1, y(each.low) - y(each.high))}
            fill="var(--tl-selected)"
          />
        ),
      )}
      {values.map((value, place) => {
        const usual = band[place]
        const off = value !== null && usual != null && (value < usual.low || value > usual.high)
        return value === null ? null : (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: the place is what it is
            key={`bar-${place}`}
            x={place * step + step * 0.15}
            width={step * 0.7}
            y={value === 0 ? height - 1.5 : y(value)}
            height={value === 0 ? 1.5 : Math.max(1, height - y(value))}
            fill={off ? 'var(--tl-broken)' : 'var(--tl-soft)'}
          />
        )
      })}
    </svg>
  )
}
