import { percent } from '../../console/fmt.ts'
import type { EffortReport } from '../contract.ts'
import { causeOf, type EffortPart, effortParts, minuteWords } from './effort-picture.ts'

const sum = (parts: readonly EffortPart[], of: 'minutes' | 'share') =>
  parts.reduce((all, part) => all + part[of], 0)

function Side({ words, parts, avoidable }: { words: string; parts: EffortPart[]; avoidable?: boolean }) {
  if (parts.length === 0) return null
  return (
    <span>
      <span className={`tl-effort-swatch${avoidable ? ' tl-avoidable' : ''}`} />
      {words} <b>{minuteWords(sum(parts, 'minutes'))}</b>{' '}
      <span className="tl-interval">{percent(sum(parts, 'share'))}</span>
    </span>
  )
}

/** Customer-minutes by cause in one bar; the avoidable lie together, striped and named. The table below says the same. */
export function EffortBar({ report }: { report: EffortReport }) {
  const parts = effortParts(report.components)
  if (parts.length === 0) return null
  const said = parts.map(
    ({ component, minutes, avoidable }) =>
      `${causeOf(component).short} ${minuteWords(minutes)}${avoidable ? ', avoidable' : ''}`,
  )
  return (
    <div className="tl-panel" style={{ padding: '14px 16px 12px', marginBottom: 12 }}>
      <div className="tl-effort" role="img" aria-label={`Customer-minutes by cause: ${said.join('; ')}`}>
        {parts.map((part) => (
          <div
            key={part.component}
            className="tl-effort-part"
            data-avoidable={part.avoidable || undefined}
            title={`${causeOf(part.component).words}: ${minuteWords(part.minutes)}, ${percent(part.share)}${part.avoidable ? ', avoidable' : ''}`}
            style={{ flex: `${part.share} 0 3px` }}
          >
            <span>
              {causeOf(part.component).short}
              <br />
              {minuteWords(part.minutes)}
            </span>
          </div>
        ))}
      </div>
      <div aria-hidden className="tl-legend" style={{ marginTop: 9 }}>
        <Side words="Part of the journey" parts={parts.filter((part) => !part.avoidable)} />
        <Side avoidable words="Avoidable" parts={parts.filter((part) => part.avoidable)} />
      </div>
    </div>
  )
}
