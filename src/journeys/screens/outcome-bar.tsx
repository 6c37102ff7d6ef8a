import type { CSSProperties } from 'react'
import { type OutcomePart, outcomeParts } from './outcome-bar.ts'

const styles: Record<string, CSSProperties> = {
  success: { background: 'var(--tl-kept)' },
  failure: { background: 'var(--tl-broken)' },
  abandoned: {
    background: 'repeating-linear-gradient(45deg, var(--tl-unknown) 0 3px, var(--tl-unknown-tint) 3px 6px)',
  },
  open: { background: 'var(--tl-surface)', boxShadow: 'inset 0 0 0 1px var(--tl-line-strong)' },
  unknown: { background: 'var(--tl-line-strong)' },
}
const styleOf = (part: OutcomePart) => styles[part.kind] ?? styles.unknown

/** How runs ended, as one bar with its parts named; colour never speaks alone. */
export function OutcomeBar({
  outcomes,
  kinds,
  legend = true,
}: {
  outcomes: Record<string, number>
  kinds?: Record<string, string> | undefined
  legend?: boolean
}) {
  const parts = outcomeParts(outcomes, kinds)
  return (
    <div>
      <div
        className="tl-bar"
        role="img"
        aria-label={`Outcomes: ${parts.map((part) => part.words).join(', ') || 'none yet'}`}
      >
        {parts.map((part) => (
          <span
            key={part.outcome}
            title={part.words}
            style={{ ...styleOf(part), flex: `${part.share} 0 3px` }}
          />
        ))}
      </div>
      {legend ? (
        <div className="tl-legend" style={{ marginTop: 6 }}>
          {parts.map((part) => (
            <span key={part.outcome}>
              <span className="tl-swatch" style={styleOf(part)} />
              {part.words}
            </span>
          ))}
        </div>
      ) : null}
    </div>
  )
}
