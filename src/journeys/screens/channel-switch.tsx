import { IconArrowNarrowRight } from '@tabler/icons-react'
import { Channel } from '../../console/channel.tsx'
import { count } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { Empty } from '../../console/states.tsx'
import { TableBox } from '../../console/table-box.tsx'
import type { RepeatsReport } from '../contract.ts'
import { explanations } from './explanations.ts'
import { useFirstRows } from './first-rows.tsx'
import { ProportionFigure, seenWords } from './measured.tsx'

function Pairs({ pairs }: { pairs: RepeatsReport['switches']['pairs'] }) {
  const first = useFirstRows(pairs)
  if (pairs.length === 0) return null
  return (
    <>
      <TableBox label="Switches by pair of channels">
        <table className="tl-table">
          <thead>
            <tr>
              <th scope="col">From → to</th>
              {(['Forced', 'Chosen', 'Designed'] as const).map((kind) => (
                <th key={kind} scope="col" className="n">
                  {kind}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {first.rows.map((pair) => (
              <tr key={`${pair.from}|${pair.to}`}>
                <td>
                  <Channel name={pair.from} />{' '}
                  <IconArrowNarrowRight size={15} aria-label="to" style={{ verticalAlign: '-3px' }} />{' '}
                  <Channel name={pair.to} />
                </td>
                {([pair.forced, pair.chosen, pair.designed] as const).map((times, place) => (
                  <td key={['forced', 'chosen', 'designed'][place]} className="n">
                    {times ? (
                      place === 0 ? (
                        <b>{count(times)}</b>
                      ) : (
                        count(times)
                      )
                    ) : (
                      <span className="tl-soft">none</span>
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
      {first.more}
    </>
  )
}

/** Where customers changed channel: forced, by choice, or as designed. */
export function ChannelSwitches({ switches }: { switches: RepeatsReport['switches'] }) {
  const { seen, all, forced, chosen, designed, pairs } = switches
  return (
    <Section
      title="Switches of channel"
      note={`${seen.observed ? `${count(all)} switches, ` : ''}${seenWords(seen)}`}
    >
      {seen.observed === 0 ? (
        <Empty title="Switches are unknown here">
          No interaction of these runs names its channel. Map the field <code>channel</code>.
        </Empty>
      ) : (
        <>
          <div className="tl-facts">
            <ProportionFigure label="Forced" of={forced} info={explanations.forced_switch} />
            <ProportionFigure label="Chosen" of={chosen} info={explanations.forced_switch} />
            <ProportionFigure label="Designed" of={designed} info={explanations.forced_switch} />
          </div>
          <Pairs pairs={pairs} />
        </>
      )}
    </Section>
  )
}
