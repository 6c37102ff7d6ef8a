import type { CSSProperties } from 'react'
import { holders } from './holders.ts'

const line = (style: CSSProperties) => (
  <span
    aria-hidden
    style={{
      display: 'inline-block',
      width: 24,
      height: 12,
      borderRadius: 3,
      marginRight: 6,
      verticalAlign: '-1px',
      ...style,
    }}
  />
)
const hatch = 'repeating-linear-gradient(45deg, var(--tl-hatch-red) 0 2px, transparent 2px 5px)'

export function MapLegend({ overlaid }: { overlaid: boolean }) {
  return (
    <div className="tl-legend tl-soft" style={{ marginTop: 8 }}>
      <span>Width: runs</span>
      {overlaid ? (
        <>
          {['customer', 'company', 'third_party'].map((party) => (
            <span key={party}>
              {line({ background: holders[party]?.solid, opacity: 0.55, height: 6, verticalAlign: '2px' })}
              waiting for the {holders[party]?.words}
            </span>
          ))}
          <span>
            {line({ background: hatch, border: '1px solid var(--tl-line)' })}silence beyond tolerance
          </span>
          <span>{line({ border: '1.5px dashed var(--tl-soft)' })}designed, not lived</span>
          <span>{line({ border: '2px solid var(--tl-broken)' })}lived, not designed</span>
          <span>★ moment of truth</span>
        </>
      ) : null}
      <span>▷ runs start · ⚑ runs end</span>
    </div>
  )
}
