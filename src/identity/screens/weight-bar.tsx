import { decimal } from '../../console/fmt.ts'

/** What a trait says, as a bar from the middle: to the right for one customer, to the left against. */
export function WeightBar({ weight, most }: { weight: number; most: number }) {
  const share = most === 0 ? 0 : Math.min(1, Math.abs(weight) / most) * 50
  const speaksFor = weight >= 0
  return (
    <div className="tl-weight">
      <span className="tl-weight-track" aria-hidden>
        <span
          className={speaksFor ? 'tl-weight-for' : 'tl-weight-against'}
          style={{ width: `${share}%`, [speaksFor ? 'left' : 'right']: '50%' }}
        />
      </span>
      <span className="tl-mono">
        {speaksFor ? '+' : '−'}
        {decimal(Math.abs(weight))}
      </span>
    </div>
  )
}
