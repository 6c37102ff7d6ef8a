import './interval-strip.css'
import { plural } from '../../console/fmt.ts'
import { samplingOf } from '../../console/search.ts'
import { Answered } from '../../console/states.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { listDeviations, readJourneyMap } from '../contract.ts'
import { RowsLink } from './run-link.tsx'

/** The runs that came to a step, by where from, and those that left it out, by where. */
export function WasteRuns({ journey, step }: { journey: string; step: string }) {
  const workspace = useWorkspace()
  const { view } = useView()
  const asked = { workspace, journey, ...samplingOf(view) }
  const map = useCall(readJourneyMap, asked)
  const deviations = useCall(listDeviations, asked)
  return (
    <div className="tl-opened-row">
      <Answered of={map} rows={1}>
        {({ edges }) => {
          const into = edges.filter((edge) => edge.to === step && edge.runs > 0)
          return (
            <div>
              Came to it: {into.length === 0 ? <span className="tl-soft">from no other step</span> : null}
              {into.map(({ from, runs }, nth) => (
                <span key={from}>
                  {nth > 0 ? ' · ' : ''}
                  <RowsLink rows={{ tab: 'runs', edge: `${from}|${step}` }}>
                    {plural(runs, 'run')} from “{from}”
                  </RowsLink>
                </span>
              ))}
            </div>
          )
        }}
      </Answered>
      <Answered of={deviations} rows={1}>
        {(found) => {
          const left = found.deviations.filter((one) => one.kind === 'skipped' && one.step === step)
          return (
            <div>
              Left it out:{' '}
              {left.length === 0 ? <span className="tl-soft">nobody against the design</span> : null}
              {left.map(({ after, runs }, nth) => (
                <span key={after}>
                  {nth > 0 ? ' · ' : ''}
                  <RowsLink rows={{ tab: 'runs', deviation: `skipped|${step}|${after}` }}>
                    {plural(runs, 'run')} {after ? `after “${after}”` : 'at the start'}
                  </RowsLink>
                </span>
              ))}
            </div>
          )
        }}
      </Answered>
      <div className="tl-soft" style={{ fontSize: '0.8125rem' }}>
        Open runs are in these lists and not in the counts above; a run may be in several, and one that went
        another way the design allows is in none.
      </div>
    </div>
  )
}
