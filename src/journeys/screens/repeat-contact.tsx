import { Figure, Info } from '../../console/figure.tsx'
import { count, percent, plural, spread } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { type RepeatsReport, readRepeats } from '../contract.ts'
import { explanations } from './explanations.ts'
import { ListTable } from './list-table.tsx'
import { ProportionFigure } from './measured.tsx'
import { RunsHaving, rowsHaving } from './run-link.tsx'

type Within = RepeatsReport['first_contact_resolution'][number]

function Resolved({ of, contacts }: { of: Within; contacts: number }) {
  const named = {
    label: `Not repeated within ${plural(of.days, 'day')}`,
    info: explanations.first_contact,
    rows: rowsHaving('came_again', `${of.days}`),
    behind: (
      <>
        repeated <RunsHaving runs={of.runs} having={['came_again', `${of.days}`]} />
      </>
    ),
  }
  if (of.share === null) return <Figure value="unknown" interval="not watched so long" soft {...named} />
  if (contacts < 30) return <Figure value={`too few (${count(contacts)})`} soft {...named} />
  return (
    <Figure
      value={percent(of.share)}
      interval={`${spread(of.share, of.low, of.high)}n ${count(contacts)}`}
      {...named}
    />
  )
}

const reasons = [
  ['chase', 'Chases', 'They asked in a silent gap.'],
  ['repeat', 'Repeats', 'They came back about the same.'],
  ['complaint', 'Complaints', 'Something had gone wrong.'],
  ['clarification', 'Clarifications', 'What they had been told was not clear.'],
] as const

/** Whether a contact settled the matter, and which contacts a journey without faults would not have had. */
export function RepeatContact({ report }: { report: RepeatsReport }) {
  const { contacts, first_contact_resolution: resolution, failure_demand: demand } = report
  if (contacts === 0) return null
  return (
    <Section title="Coming back" note={`${plural(contacts, 'contact')} of customers`}>
      <div className="tl-facts">
        {resolution.map((one) => (
          <Resolved key={one.days} of={one} contacts={contacts} />
        ))}
        <ProportionFigure
          label="Failure demand"
          of={demand}
          info={explanations.failure_demand}
          rows={rowsHaving('failure_demand')}
          behind={<RunsHaving runs={demand.runs.all} having={['failure_demand']} />}
        />
      </div>
      <ListTable label="Failure demand by reason" of={readRepeats} list="failure_demand">
        <table className="tl-table">
          <thead>
            <tr>
              <th scope="col">Why they came</th>
              <th scope="col">In words</th>
              <th scope="col" className="n">
                Contacts <Info of={explanations.demand_reason} rows={rowsHaving('failure_demand')} />
              </th>
              <th scope="col" className="n">
                Of all <Info of={explanations.failure_demand} />
              </th>
              <th scope="col">Runs</th>
            </tr>
          </thead>
          <tbody>
            {reasons.map(([reason, name, words]) => (
              <tr key={reason}>
                <td>{name}</td>
                <td className="tl-soft" style={{ minWidth: 200 }}>
                  {words}
                </td>
                <td className="n">{count(demand[reason])}</td>
                <td className="n">{percent(demand.of ? demand[reason] / demand.of : null)}</td>
                <td>
                  <RunsHaving runs={demand.runs[reason]} having={[reason]} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ListTable>
    </Section>
  )
}
