import { Channel } from '../../console/channel.tsx'
import { Info, Moment, unknown } from '../../console/figure.tsx'
import { count } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { Empty } from '../../console/states.tsx'
import { type ConsistencyReport, readConsistency, saidWords } from '../contract.ts'
import { explanations } from './explanations.ts'
import { useFirstRows } from './first-rows.tsx'
import { ListTable } from './list-table.tsx'
import { ProportionFigure, seenWords } from './measured.tsx'
import { RunLink, RunsHaving, rowsHaving } from './run-link.tsx'

type Contradictions = ConsistencyReport['contradictions']
type Example = Contradictions['examples'][number]

function Pairs({ pairs }: { pairs: Contradictions['pairs'] }) {
  return (
    <ListTable label="Contradictions by who said what" of={readConsistency} list="contradictions.pairs">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">Said first by</th>
            <th scope="col">Contradicted by</th>
            <th scope="col" className="n">
              Times <Info of={explanations.contradiction_times} rows={rowsHaving('contradiction')} />
            </th>
            <th scope="col">Runs</th>
          </tr>
        </thead>
        <tbody>
          {pairs.map((pair) => (
            <tr key={`${pair.first}|${pair.second}`}>
              <td>{pair.first || unknown}</td>
              <td>{pair.second || unknown}</td>
              <td className="n">{count(pair.times)}</td>
              <td>
                <RunsHaving runs={pair.runs} having={['contradiction', pair.first, pair.second]} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ListTable>
  )
}

/** What they were about, each with its runs. */
function Kinds({ kinds }: { kinds: Contradictions['kinds'] }) {
  return (
    <p style={{ margin: '10px 0 0' }}>
      <span className="tl-soft">About:</span>{' '}
      {kinds.map(({ what, times, runs }, nth) => (
        <span key={what}>
          {nth > 0 ? ' · ' : ''}
          {what.replaceAll('_', ' ') || 'unknown'} {count(times)}{' '}
          <RunsHaving runs={runs} having={['contradiction', null, null, what]} />
        </span>
      ))}{' '}
      <Info of={explanations.contradiction_times} rows={rowsHaving('contradiction')} />
    </p>
  )
}

function Said({ words, value, of }: { words: string; value: string; of: Example['first'] }) {
  return (
    <div className="tl-said">
      <span className="tl-soft">{words}</span>
      <blockquote>“{value}”</blockquote>
      <div className="tl-soft">
        {of.owner ? `${of.owner}, ` : ''}
        <Channel name={of.channel} />, <Moment at={of.at} />
      </div>
    </div>
  )
}

/** Opens to both statements and the run. */
function Opened({ of }: { of: Example }) {
  const [first, second] = saidWords(of.first.value, of.second.value)
  const topic = [of.about, of.what.replaceAll('_', ' ')].filter(Boolean).join(', ')
  return (
    <details className="tl-contradiction">
      <summary>
        <b>{topic}</b>: “{first}”, then “{second}” <span className="tl-soft">in {of.subject}</span>
      </summary>
      <div className="tl-said-both">
        <Said words="First" value={first} of={of.first} />
        <Said words="Then" value={second} of={of.second} />
      </div>
      <RunLink runId={of.run_id}>Open the run {of.subject}</RunLink>
    </details>
  )
}

function Examples({ examples }: { examples: Example[] }) {
  const first = useFirstRows(examples, 5)
  if (examples.length === 0) return null
  return (
    <>
      <div className="tl-panel" style={{ marginTop: 12 }}>
        <h3 className="tl-soft tl-contradiction-head">The latest, with both statements</h3>
        {first.rows.map((one) => (
          <Opened
            key={`${one.run_id}|${one.about}|${one.what}|${one.first.at}|${one.second.at}|${one.second.value}`}
            of={one}
          />
        ))}
      </div>
      {first.more}
    </>
  )
}

/** Where two of us told a customer what cannot both be true. */
export function ContradictionsSeen({ found }: { found: Contradictions }) {
  const { seen, runs, pairs, kinds, examples } = found
  return (
    <Section title="Contradictions" note={`Two statements or more were ${seenWords(seen)}.`}>
      {seen.observed === 0 ? (
        <Empty title="Whether we contradict ourselves is unknown here">
          No run has two statements of what the customer was told. Map <code>statements</code>: what, about
          what, and its value.
        </Empty>
      ) : (
        <>
          <div className="tl-facts">
            <ProportionFigure
              label="Runs with a contradiction"
              of={runs}
              info={explanations.contradiction}
              rows={rowsHaving('contradiction')}
              behind={<RunsHaving runs={runs.count} having={['contradiction']} />}
            />
          </div>
          {pairs.length ? (
            <>
              <Pairs pairs={pairs} />
              <Kinds kinds={kinds} />
            </>
          ) : (
            <p className="tl-soft">No contradiction was seen.</p>
          )}
          <Examples examples={examples} />
        </>
      )}
    </Section>
  )
}
