import { Info, Tag, unknown } from '../../console/figure.tsx'
import { count, decimal, percent } from '../../console/fmt.ts'
import { type EffortReport, readEffort } from '../contract.ts'
import { causeOf, effortParts, effortRows, minutesBetween, minuteWords } from './effort-picture.ts'
import { explanations } from './explanations.ts'
import { ListTable } from './list-table.tsx'
import { SeenCell } from './measured.tsx'

type Component = EffortReport['components'][number]

const timed = ({ component }: Component) => component === 'active_minutes' || component === 'hold_minutes'

function meanBetween({ mean, low, high, seen }: Component): string {
  if (mean === null || low === null || high === null || seen.observed < 30) return ''
  const digits = mean < 10 ? 2 : 1
  return `${decimal(low, digits)} – ${decimal(high, digits)}`
}

function Cause({ of, share }: { of: Component; share: number | undefined }) {
  const perRun = of.mean === null ? null : decimal(of.mean, of.mean < 10 ? 2 : 1)
  return (
    <tr>
      <td style={{ minWidth: 150 }}>
        <span
          aria-hidden
          className={`tl-effort-swatch${of.minutes === null ? ' tl-unseen' : of.avoidable ? ' tl-avoidable' : ''}`}
        />
        {causeOf(of.component).words} {of.avoidable ? <Tag tone="bad">avoidable</Tag> : null}
      </td>
      <td className="n">
        {of.minutes === null ? (
          unknown
        ) : (
          <>
            <b>{minuteWords(of.minutes)}</b>{' '}
            <span className="tl-interval tl-below">
              {minutesBetween(of.minutes, of.minutes_low, of.minutes_high, of.seen.observed)}
            </span>
          </>
        )}
      </td>
      <td className="n">{of.minutes === null ? unknown : percent(share ?? 0)}</td>
      <td className="n">
        {of.total === null ? (
          unknown
        ) : timed(of) ? (
          <span className="tl-soft">as measured</span>
        ) : (
          count(of.total)
        )}
      </td>
      <td className="n">
        {perRun === null ? unknown : timed(of) ? `${perRun} min` : perRun}{' '}
        <span className="tl-interval tl-below">{meanBetween(of)}</span>
      </td>
      <td className="n">
        <SeenCell seen={of.seen} />
      </td>
    </tr>
  )
}

/** What made customers’ minutes, the unknown said. */
export function EffortCauses({ report }: { report: EffortReport }) {
  const shares = new Map(effortParts(report.components).map((part) => [part.component, part.share]))
  return (
    <ListTable label="Customer-minutes by cause" of={readEffort} list="components">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">Cause</th>
            <th scope="col" className="n">
              Customers’ time <Info of={explanations.causes} />
            </th>
            <th scope="col" className="n">
              Of all
            </th>
            <th scope="col" className="n">
              How many
            </th>
            <th scope="col" className="n">
              Mean per run
            </th>
            <th scope="col" className="n">
              Observed in
            </th>
          </tr>
        </thead>
        <tbody>
          {effortRows(report.components).map((component) => (
            <Cause key={component.component} of={component} share={shares.get(component.component)} />
          ))}
        </tbody>
      </table>
    </ListTable>
  )
}
