import { holders } from './holders.ts'

const box = {
  display: 'inline-block',
  width: 22,
  height: 12,
  borderRadius: 3,
  marginRight: 6,
  verticalAlign: '-1px',
} as const

export function TraceLegend() {
  return (
    <div className="tl-legend tl-soft" style={{ marginTop: 8 }}>
      {['customer', 'company', 'third_party', 'unknown'].map((party) => (
        <span key={party}>
          <span
            aria-hidden
            style={{ ...box, width: 12, borderRadius: 6, background: holders[party]?.solid }}
          />
          <span
            aria-hidden
            style={{ ...box, background: holders[party]?.tint, outline: '1px solid var(--tl-line)' }}
          />
          {holders[party]?.words}: contact, waiting for
        </span>
      ))}
      <span>
        <span
          aria-hidden
          style={{
            ...box,
            background: 'repeating-linear-gradient(45deg, var(--tl-hatch) 0 2px, transparent 2px 5px)',
            outline: '1px solid var(--tl-line)',
          }}
        />
        silence
      </span>
      <span>
        <span
          aria-hidden
          style={{
            ...box,
            background:
              'repeating-linear-gradient(45deg, var(--tl-hatch-red) 0 2.5px, transparent 2.5px 5px)',
            outline: '1px solid var(--tl-broken)',
          }}
        />
        beyond tolerance
      </span>
      <span>
        <span
          aria-hidden
          style={{ ...box, width: 12, borderRadius: 6, border: '2px solid var(--tl-broken)' }}
        />
        not designed
      </span>
    </div>
  )
}
