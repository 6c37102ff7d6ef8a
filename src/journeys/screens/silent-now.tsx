import { Info, Moment } from '../../console/figure.tsx'
import { days, plural } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { readSilence, type SilenceReport } from '../contract.ts'
import { explanations } from './explanations.ts'
import { useFirstRows } from './first-rows.tsx'
import { ListTable } from './list-table.tsx'
import { RowsLink, RunLink, rowsHaving } from './run-link.tsx'

/** Who has heard nothing for longer than is tolerated, and still hears nothing. */
export function SilentNow({ now }: { now: SilenceReport['now'] }) {
  const first = useFirstRows(now.longest)
  return (
    <Section
      title="In silence now"
      note={
        now.runs
          ? `${plural(now.runs, 'run')} beyond tolerance when last judged, longest first.`
          : 'No open run is beyond its tolerance.'
      }
    >
      {now.longest.length ? (
        <ListTable label="Runs in silence now" of={readSilence} list="now.longest">
          <table className="tl-table">
            <thead>
              <tr>
                <th scope="col">Run</th>
                <th scope="col" className="n">
                  Silent for <Info of={explanations.silent_now} rows={rowsHaving('silent_now')} />
                </th>
                <th scope="col" className="n">
                  Tolerated <Info of={explanations.silent_now} />
                </th>
                <th scope="col">Last heard at</th>
                <th scope="col">Since</th>
              </tr>
            </thead>
            <tbody>
              {first.rows.map((one) => (
                <tr key={one.run_id}>
                  <td className="tl-nowrap">
                    <RunLink runId={one.run_id}>{one.subject}</RunLink>
                  </td>
                  <td className="n">
                    <b>{days(one.days)}</b>
                  </td>
                  <td className="n">{days(one.tolerance_days)}</td>
                  <td>{one.from}</td>
                  <td>
                    <Moment at={one.since} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ListTable>
      ) : null}
      {first.more}
      {now.runs ? (
        <p style={{ margin: '8px 0 0' }}>
          <RowsLink rows={{ ...rowsHaving('silent_now'), sort: 'excess_days' }}>
            {plural(now.runs, 'run')} in silence now, by days beyond tolerance
          </RowsLink>
        </p>
      ) : null}
    </Section>
  )
}
