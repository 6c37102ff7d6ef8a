import { IconArrowNarrowRight } from '@tabler/icons-react'
import { Channel } from '../../console/channel.tsx'
import { Info } from '../../console/figure.tsx'
import { count } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { Empty } from '../../console/states.tsx'
import { type RepeatsReport, readRepeats } from '../contract.ts'
import { explanations } from './explanations.ts'
import { useFirstRows } from './first-rows.tsx'
import { ListTable } from './list-table.tsx'
import { ProportionFigure, seenWords } from './measured.tsx'
import { RunsHaving, rowsHaving } from './run-link.tsx'

const kinds = ['forced', 'chosen', 'designed'] as const
const names = { forced: 'Forced', chosen: 'Chosen', designed: 'Designed' }

type Pair = RepeatsReport['switches']['pairs'][number]

function Times({ kind, pair }: { kind: (typeof kinds)[number]; pair: Pair }) {
  if (pair[kind] === 0) return <span className="tl-soft">none</span>
  return (
    <>
      {kind === 'forced' ? <b>{count(pair[kind])}</b> : count(pair[kind])}{' '}
      <RunsHaving runs={pair.runs[kind]} having={[`${kind}_switch`, pair.from, pair.to]} />
    </>
  )
}

function Pairs({ pairs }: { pairs: RepeatsReport['switches']['pairs'] }) {
  const first = useFirstRows(pairs)
  if (pairs.length === 0) return null
  return (
    <>
      <ListTable label="Switches by pair of channels" of={readRepeats} list="switches.pairs">
        <table className="tl-table">
          <thead>
            <tr>
              <th scope="col">From → to</th>
              {kinds.map((kind) => (
                <th key={kind} scope="col" className="n">
                  {names[kind]} <Info of={explanations.switch_pair} rows={rowsHaving(`${kind}_switch`)} />
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
                {kinds.map((kind) => (
                  <td key={kind} className="n">
                    <Times kind={kind} pair={pair} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ListTable>
      {first.more}
    </>
  )
}

/** Where customers changed channel: forced, by choice, or as designed. */
export function ChannelSwitches({ switches }: { switches: RepeatsReport['switches'] }) {
  const { seen, all, pairs } = switches
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
            {kinds.map((kind) => (
              <ProportionFigure
                key={kind}
                label={names[kind]}
                of={switches[kind]}
                info={explanations.forced_switch}
                rows={rowsHaving(`${kind}_switch`)}
                behind={<RunsHaving runs={switches.runs[kind]} having={[`${kind}_switch`]} />}
              />
            ))}
          </div>
          <Pairs pairs={pairs} />
        </>
      )}
    </Section>
  )
}
