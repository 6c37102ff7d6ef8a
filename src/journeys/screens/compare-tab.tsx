import './compare.css'
import type { UseQueryResult } from '@tanstack/react-query'
import { csvOf } from '../../console/call.ts'
import { Info, unknown } from '../../console/figure.tsx'
import { FilterFields } from '../../console/filter-bar.tsx'
import { count, date } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { besideField, besideOf, filtersOf, keep, narrowing, type Search } from '../../console/search.ts'
import { Empty, ProblemNote } from '../../console/states.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { type JourneyReport, type MeansReport, readJourney, readMeans } from '../contract.ts'
import {
  type ComparedRow,
  type ComparedSide,
  comparedList,
  comparedRows,
  detected,
  differenceOf,
  differenceWords,
  type Estimate,
  estimateWords,
} from './compared.ts'
import { explanations } from './explanations.ts'
import { choicesOf } from './filter-choices.ts'
import { SidesWork, underWay } from './sides-work.tsx'

/** Which runs a side holds, in words. */
function sideWords(side: Search): string {
  const { since, until, as_of, channel, attribute, outcome, promise, version } = side
  const said = [
    attribute?.replace('=', ' '),
    channel && `by ${channel}`,
    outcome && `outcome ${outcome}`,
    promise?.replace('=', ' '),
    version && `version ${version}`,
    since && `from ${date(since, 'UTC')}`,
    until && `to ${date(until, 'UTC')}`,
    as_of && `as of ${date(as_of, 'UTC')}`,
  ].filter(Boolean)
  return said.join(', ') || 'all runs'
}

function EstimateCell({ of, estimate }: { of: ComparedRow['of']; estimate: Estimate }) {
  const { value, low, high, n } = estimate
  if (value === null) return unknown
  if (n < 30) return <span className="tl-soft">too few ({count(n)})</span>
  const between =
    low === null || high === null ? '' : `${estimateWords(of, low)} – ${estimateWords(of, high)} · `
  return (
    <>
      <b>{estimateWords(of, value)}</b>{' '}
      <span className="tl-interval">
        {between}n {count(n)}
      </span>
    </>
  )
}

function DifferenceCell({ row }: { row: ComparedRow }) {
  const difference = differenceOf(row)
  if (difference === null) return unknown
  const { value, low, high } = difference
  if (low === null || high === null)
    return <span className="tl-soft">{differenceWords(row.of, value)}, without interval</span>
  const between = `${differenceWords(row.of, low)} to ${differenceWords(row.of, high)}`
  if (!detected(difference))
    return (
      <>
        <span className="tl-soft">no detectable change</span> <span className="tl-interval">{between}</span>
      </>
    )
  const good = row.more === null ? null : value > 0 === (row.more === 'good')
  return (
    <>
      <b style={good === null ? {} : { color: good ? 'var(--tl-kept)' : 'var(--tl-broken)' }}>
        {differenceWords(row.of, value)}
        {good === null ? '' : good ? ', better' : ', worse'}
      </b>{' '}
      <span className="tl-interval">{between}</span>
    </>
  )
}

interface Sides {
  first: ComparedSide & { words: string }
  second: ComparedSide & { words: string }
}

function Compared({ first, second }: Sides) {
  return (
    <TableBox label="Both sides and their differences" csv={csvOf(comparedList(first, second))}>
      <table className="tl-table tl-compared">
        <thead>
          <tr>
            <th scope="col">Figure</th>
            {[first, second].map(({ words }, place) => (
              <th key={place === 0 ? 'first' : 'second'} scope="col" className="n">
                {words}
              </th>
            ))}
            <th scope="col" className="n">
              Difference <Info of={explanations.difference} />
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td>Runs</td>
            <td className="n">{count(first.report.runs)}</td>
            <td className="n">{count(second.report.runs)}</td>
            <td />
          </tr>
          {comparedRows(first, second).map((row) => (
            <tr key={row.figure}>
              <td>{row.figure}</td>
              <td className="n">
                <EstimateCell of={row.of} estimate={row.first} />
              </td>
              <td className="n">
                <EstimateCell of={row.of} estimate={row.second} />
              </td>
              <td className="n">
                <DifferenceCell row={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  )
}

type Asked<Answer> = UseQueryResult<Answer, Error>

/** The table once all of it is there, and before how far it is. */
function BothSides({
  journey,
  first,
  second,
}: {
  journey: string
  first: { words: string; report: JourneyReport; means: Asked<MeansReport> }
  second: { words: string; report: Asked<JourneyReport>; means: Asked<MeansReport> }
}) {
  const parts = [
    { words: 'the figures of the second side', of: second.report },
    { words: 'the means of the first side', of: first.means },
    { words: 'the means of the second side', of: second.means },
  ]
  const refused = parts.find(({ of }) => of.error !== null && of.data === undefined)
  if (refused) return <ProblemNote error={refused.of.error} retry={() => void refused.of.refetch()} />
  if (
    parts.some(underWay) ||
    second.report.data === undefined ||
    first.means.data === undefined ||
    second.means.data === undefined
  )
    return <SidesWork journey={journey} parts={parts} />
  return (
    <Compared
      first={{ ...first, means: first.means.data.means }}
      second={{ words: second.words, report: second.report.data, means: second.means.data.means }}
    />
  )
}

/** Two segments or periods side by side: the filters of the page against a second set, both in the address. */
export function CompareTab({ journey, report }: { journey: string; report: JourneyReport }) {
  const workspace = useWorkspace()
  const { view, set } = useView()
  const side = besideOf(view)
  const here = keep(view, narrowing)
  const whole = useCall(readJourney, { workspace, journey })
  const beside = useCall(readJourney, { workspace, journey, ...filtersOf(side) })
  const means = useCall(readMeans, { workspace, journey, ...filtersOf(here) })
  const besideMeans = useCall(readMeans, { workspace, journey, ...filtersOf(side) })
  const same = besideField(here) === besideField(side)
  return (
    <Section
      title="Compare two segments or periods"
      note="The first side is what the filters at the top of the page choose; the second is chosen here."
    >
      <FilterFields
        label="Filters of the second side"
        choices={whole.data ? choicesOf(whole.data) : undefined}
        view={side}
        set={(change) => set({ beside: besideField({ ...side, ...change }) })}
      />
      {same ? (
        <Empty title="Choose the second side">
          Both sides are {sideWords(side)} now. Choose another period, attribute or channel above this line,
          or narrow the filters at the top of the page.
        </Empty>
      ) : (
        <BothSides
          journey={journey}
          first={{ words: sideWords(here), report, means }}
          second={{ words: sideWords(side), report: beside, means: besideMeans }}
        />
      )}
    </Section>
  )
}
