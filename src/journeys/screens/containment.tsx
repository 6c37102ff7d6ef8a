import './said.css'
import { Channel } from '../../console/channel.tsx'
import { Info, unknown } from '../../console/figure.tsx'
import { count, percent, spread } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { Empty } from '../../console/states.tsx'
import { type OnwardReport, readOnward } from '../contract.ts'
import { ListTable } from './list-table.tsx'
import { seenWords } from './measured.tsx'
import { onwardExplanations } from './onward-explanations.ts'
import { RowsLink, rowsHaving } from './run-link.tsx'

type Began = OnwardReport['containment']['channels'][number]

function Stayed({ of: { runs, share, low, high } }: { of: Began }) {
  if (runs < 30) return <span className="tl-soft">too few ({count(runs)} runs)</span>
  if (share === null) return unknown
  return (
    <>
      {percent(share)}{' '}
      <span className="tl-interval">
        {spread(share, low, high)}n {count(runs)}
      </span>
    </>
  )
}

function Channels({ channels }: { channels: Began[] }) {
  return (
    <ListTable label="Stayed in the channel they began in" of={readOnward} list="containment.channels">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">Began by</th>
            <th scope="col" className="n">
              Runs
            </th>
            <th scope="col" className="n">
              Stayed <Info of={onwardExplanations.contained} />
            </th>
            <th scope="col">
              <span className="tl-hidden">Stayed, as a bar</span>
            </th>
            <th scope="col">Forced out</th>
          </tr>
        </thead>
        <tbody>
          {channels.map((of) => (
            <tr key={of.channel}>
              <td style={{ minWidth: 110 }}>{of.channel ? <Channel name={of.channel} /> : unknown}</td>
              <td className="n">{count(of.runs)}</td>
              <td className="n">
                <Stayed of={of} />
              </td>
              <td style={{ minWidth: 140, verticalAlign: 'middle' }}>
                {of.runs < 30 || of.share === null ? null : (
                  <div aria-hidden className="tl-answered">
                    <span style={{ width: `${of.share * 100}%` }} />
                  </div>
                )}
              </td>
              <td>
                <RowsLink rows={rowsHaving('forced_out', of.channel)}>
                  runs forced out of {of.channel || 'an unknown channel'}
                </RowsLink>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ListTable>
  )
}

/** Whether whoever begins in a channel can go on in it. */
export function Containment({ report }: { report: OnwardReport }) {
  const { containment, seen } = report
  return (
    <Section
      title="Can customers go on in the channel they began in?"
      note={`Stayed: not forced into another channel within ${containment.hours} hours of the first contact. Switches were ${seenWords(seen)}.`}
    >
      {containment.channels.length === 0 ? (
        <Empty title="Whether customers stay in their channel is unknown here">
          No run says in which channel it began. Map <code>channel</code> and who began each interaction.
        </Empty>
      ) : (
        <Channels channels={containment.channels} />
      )}
    </Section>
  )
}
