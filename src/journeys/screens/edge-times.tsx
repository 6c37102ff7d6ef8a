import './ball.css'
import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Info, unknown } from '../../console/figure.tsx'
import { count, duration, percent } from '../../console/fmt.ts'
import { keep, narrowing, type Search } from '../../console/search.ts'
import { readJourneyMap } from '../contract.ts'
import { heldParts, partyOf } from './ball-picture.ts'
import { explanations } from './explanations.ts'
import { ListTable } from './list-table.tsx'
import type { MapGraph } from './map-graph.ts'
import { rangeOf } from './time-range.ts'

/** Whom was waited for on one edge: as a bar, and in words. */
function Held({ held }: { held: MapGraph['edges'][number]['held'] }) {
  const parts = held ? heldParts(held) : []
  if (parts.length === 0) return unknown
  return (
    <>
      <div aria-hidden className="tl-ball tl-thin">
        {parts.map(({ holder, share }) => (
          <div
            key={holder}
            className="tl-ball-part"
            data-holder={holder}
            style={{ flex: `${share} 0 3px` }}
          />
        ))}
      </div>
      {parts.map(({ holder, share }) => `${partyOf(holder).short} ${percent(share)}`).join(' · ')}
    </>
  )
}

/** Times between steps: the map as a table. The bar runs from nothing over the median to the slowest tenth, on a logarithmic scale. */
export function EdgeTimes({ edges, runs }: { edges: MapGraph['edges']; runs: boolean }) {
  const lived = edges.filter((edge) => edge.count > 0)
  const whom = lived.some(({ held }) => held !== null)
  const longest = Math.max(60, ...lived.map((edge) => edge.p90_seconds ?? 0))
  return (
    <ListTable label="Times between steps" of={readJourneyMap} list="edges">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col" className="n">
              Passages <Info of={explanations.lived} />
            </th>
            <th scope="col" className="n">
              Median <Info of={explanations.waiting} />
            </th>
            <th scope="col" className="n">
              Slowest tenth over
            </th>
            <th scope="col">median, slowest tenth (logarithmic)</th>
            {whom ? (
              <th scope="col">
                Waited for <Info of={explanations.held} />
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {lived.map((edge) => {
            const range = rangeOf(edge.median_seconds ?? 0, edge.p90_seconds ?? 0, longest)
            return (
              <tr key={`${edge.from}|${edge.to}`}>
                <td>{edge.from}</td>
                <td>{edge.to}</td>
                <td className="n">
                  {runs ? (
                    <Anchor
                      renderRoot={(props) => (
                        <Link
                          {...props}
                          to="."
                          search={(before: Search) => ({
                            ...keep(before, narrowing),
                            tab: 'runs',
                            edge: `${edge.from}|${edge.to}`,
                          })}
                        />
                      )}
                    >
                      {count(edge.count)}
                    </Anchor>
                  ) : (
                    count(edge.count)
                  )}
                </td>
                <td className="n">{duration(edge.median_seconds)}</td>
                <td className="n">{duration(edge.p90_seconds)}</td>
                <td>
                  <div className="tl-range" aria-hidden>
                    <i style={{ width: `${range.p90}%` }} />
                    <b style={{ left: `${range.median}%` }} />
                  </div>
                </td>
                {whom ? (
                  <td style={{ minWidth: 190 }}>
                    <Held held={edge.held} />
                  </td>
                ) : null}
              </tr>
            )
          })}
        </tbody>
      </table>
    </ListTable>
  )
}
