import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Info, Share, unknown } from '../../console/figure.tsx'
import { count, days } from '../../console/fmt.ts'
import { keep, narrowing, type Search } from '../../console/search.ts'
import { Empty } from '../../console/states.tsx'
import { type JourneyReport, readJourney, readPromises } from '../contract.ts'
import { Calibration } from './calibration.tsx'
import { explanations } from './explanations.ts'
import { promiseColours } from './holders.ts'
import { ListTable } from './list-table.tsx'
import { PromiseFlag } from './promise-flag.tsx'

const states = ['kept', 'late', 'renegotiated', 'broken', 'open', 'void', 'unknown'] as const

function Ledger({ promises }: { promises: JourneyReport['promises'] }) {
  const rows = Object.entries(promises)
  return (
    <ListTable label="Promise ledger" of={readPromises} list="promises">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">Promise</th>
            <th scope="col" className="n">
              Kept of those due <Info of={explanations.promise} />
            </th>
            {states.map((state) => (
              <th key={state} scope="col" className="n">
                <PromiseFlag state={state} /> {state}
              </th>
            ))}
            <th scope="col" className="n">
              Median late <Info of={explanations.late} />
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([what, one]) => (
            <tr key={what}>
              <td>
                <b>{what}</b>
              </td>
              <td className="n">
                <Share
                  part={one.kept}
                  of={one.kept + one.late + one.renegotiated + one.broken}
                  low={one.low}
                  high={one.high}
                />
              </td>
              {states.map((state) => (
                <td key={state} className="n">
                  {one[state] ? (
                    <Anchor
                      aria-label={`${count(one[state])} ${state}: show the runs`}
                      renderRoot={(props) => (
                        <Link
                          {...props}
                          to="."
                          search={(before: Search) => ({
                            ...keep(before, narrowing),
                            tab: 'runs',
                            promise: `${what}=${state}`,
                          })}
                        />
                      )}
                    >
                      {count(one[state])}
                    </Anchor>
                  ) : (
                    <span className="tl-soft">none</span>
                  )}
                </td>
              ))}
              <td className="n">{one.median_days_late === null ? unknown : days(one.median_days_late)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ListTable>
  )
}

/** The promise ledger: what was promised and what became of it. */
export function PromisesTab({ journey, report }: { journey: string; report: JourneyReport }) {
  const rows = Object.entries(report.promises)
  if (rows.length === 0)
    return (
      <Empty title="No promise is known">
        Name them in the mapping (<code>promises</code>), or let a storyboard’s step imply one (
        <code>promise</code> with <code>due_in</code>).
      </Empty>
    )
  return (
    <>
      {rows.map(([what, one]) => {
        const total = states.reduce((sum, state) => sum + one[state], 0)
        return (
          <div key={what} style={{ marginBottom: 16 }}>
            <div style={{ marginBottom: 5 }}>
              <b>{what}</b> <span className="tl-soft">{count(total)} made</span>
            </div>
            <div
              className="tl-bar"
              role="img"
              aria-label={`${what}: ${states.map((state) => `${state} ${one[state]}`).join(', ')}`}
            >
              {states
                .filter((state) => one[state] > 0)
                .map((state) => (
                  <span
                    key={state}
                    title={`${state} ${count(one[state])}`}
                    style={{
                      flex: `${one[state] / total} 0 3px`,
                      background: state === 'open' ? 'var(--tl-surface)' : promiseColours[state],
                      boxShadow: state === 'open' ? 'inset 0 0 0 1px var(--tl-line-strong)' : undefined,
                    }}
                  />
                ))}
            </div>
          </div>
        )
      })}
      <Ledger promises={report.promises} />
      <Calibration journey={journey} />
      {report.scores.length ? <Scores scores={report.scores} /> : null}
    </>
  )
}

function Scores({ scores }: { scores: JourneyReport['scores'] }) {
  return (
    <section style={{ marginTop: 26 }}>
      <h2 className="tl-h2" style={{ marginBottom: 10 }}>
        Scores beside it <Info of={explanations.score} />
      </h2>
      <ListTable label="Scores" of={readJourney} list="scores">
        <table className="tl-table">
          <thead>
            <tr>
              <th scope="col">Question</th>
              <th scope="col">Among runs with</th>
              <th scope="col" className="n">
                Answers
              </th>
              <th scope="col" className="n">
                Mean
              </th>
            </tr>
          </thead>
          <tbody>
            {scores.map((one) => (
              <tr key={`${one.question}|${one.by}|${one.value}`}>
                <td>{one.question}</td>
                <td>{one.by === 'all' ? 'anything' : `${one.by.replace(':', ' ')}: ${one.value}`}</td>
                <td className="n">{count(one.n)}</td>
                <td className="n">
                  {one.mean === null || one.n < 30 ? (
                    <span className="tl-soft">too few ({count(one.n)})</span>
                  ) : (
                    <>
                      {one.mean.toFixed(2)}{' '}
                      {one.low === null || one.high === null ? null : (
                        <span className="tl-interval">
                          {one.low.toFixed(2)} – {one.high.toFixed(2)}
                        </span>
                      )}
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ListTable>
    </section>
  )
}
