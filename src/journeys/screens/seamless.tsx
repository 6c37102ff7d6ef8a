import { Info, Share, unknown } from '../../console/figure.tsx'
import { count } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { type ConsistencyReport, readConsistency } from '../contract.ts'
import { explanations } from './explanations.ts'
import { useFirstRows } from './first-rows.tsx'
import { ListTable } from './list-table.tsx'
import { ProportionFigure, RatioFigure, seenWords } from './measured.tsx'
import { RunsHaving, rowsHaving } from './run-link.tsx'

type HandOffs = ConsistencyReport['hand_offs']

const failures: Record<string, string> = {
  identity: 'Who they are had to be said again',
  context: 'Their history did not go along',
  asked_again: 'Something known was asked again',
  waited: 'They waited beyond the tolerance',
}

function Failures({ of }: { of: HandOffs['failures'] }) {
  return (
    <ListTable label="What failed at hand-offs" of={readConsistency} list="hand_offs.failures">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">What failed</th>
            <th scope="col" className="n">
              Failed <Info of={explanations.hand_off_failure} />
            </th>
            <th scope="col" className="n">
              Hand-offs observed <Info of={explanations.hand_off_failure} />
            </th>
            <th scope="col" className="n">
              Share <Info of={explanations.hand_off_failure} />
            </th>
            <th scope="col">Runs</th>
          </tr>
        </thead>
        <tbody>
          {of.map((one) => (
            <tr key={one.failure}>
              <td style={{ minWidth: 190 }}>{failures[one.failure] ?? one.failure}</td>
              <td className="n">{one.of ? count(one.count) : unknown}</td>
              <td className="n">{one.of ? count(one.of) : <span className="tl-soft">none</span>}</td>
              <td className="n">
                {one.of ? <Share part={one.count} of={one.of} low={one.low} high={one.high} /> : unknown}
              </td>
              <td>
                {one.of ? (
                  <RunsHaving runs={one.runs} having={['hand_off', null, null, null, one.failure]} />
                ) : (
                  unknown
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ListTable>
  )
}

function Pairs({ pairs }: { pairs: HandOffs['pairs'] }) {
  const first = useFirstRows(pairs)
  return (
    <div style={{ marginTop: 12 }}>
      <ListTable label="Hand-offs by where from and where to" of={readConsistency} list="hand_offs.pairs">
        <table className="tl-table">
          <thead>
            <tr>
              <th scope="col">Between</th>
              <th scope="col">From</th>
              <th scope="col">To</th>
              <th scope="col" className="n">
                Hand-offs <Info of={explanations.hand_off_pair} rows={rowsHaving('hand_off')} />
              </th>
              <th scope="col" className="n">
                Something failed at{' '}
                <Info
                  of={explanations.hand_off_pair}
                  rows={rowsHaving('hand_off', null, null, null, 'failed')}
                />
              </th>
            </tr>
          </thead>
          <tbody>
            {first.rows.map((one) => (
              <tr key={`${one.kind}|${one.from}|${one.to}`}>
                <td>{one.kind === 'agent' ? 'people' : `${one.kind}s`}</td>
                <td>{one.from || unknown}</td>
                <td>{one.to || unknown}</td>
                <td className="n">
                  {count(one.hand_offs)}{' '}
                  <RunsHaving runs={one.runs} having={['hand_off', one.kind, one.from, one.to]} />
                </td>
                <td className="n">
                  <Share part={one.failed} of={one.observed} />{' '}
                  {one.observed ? (
                    <RunsHaving
                      runs={one.failed_runs}
                      having={['hand_off', one.kind, one.from, one.to, 'failed']}
                    />
                  ) : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ListTable>
      {first.more}
    </div>
  )
}

/** What went along when customers passed from one channel, team or person to another. */
export function Seamless({ handOffs }: { handOffs: HandOffs }) {
  return (
    <Section title="Hand-offs" note={seenWords(handOffs.seen)}>
      <div className="tl-facts">
        <RatioFigure
          label="Seamless"
          of={handOffs.seamless}
          info={explanations.seamless}
          rows={rowsHaving('hand_off')}
          behind={<RunsHaving runs={handOffs.runs} having={['hand_off']} />}
        />
        <ProportionFigure
          label="Runs without any hand-off"
          of={handOffs.without}
          info={explanations.without_hand_off}
          rows={rowsHaving('no_hand_off')}
          behind={<RunsHaving runs={handOffs.without.count} having={['no_hand_off']} />}
        />
      </div>
      {handOffs.pairs.length ? (
        <>
          <Failures of={handOffs.failures} />
          <Pairs pairs={handOffs.pairs} />
        </>
      ) : (
        <p className="tl-soft">No hand-off was seen.</p>
      )}
    </Section>
  )
}
