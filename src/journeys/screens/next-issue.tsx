import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Figure, Info, Tag } from '../../console/figure.tsx'
import { count, decimal, percent, spread } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { keep, lasting } from '../../console/search.ts'
import { Empty } from '../../console/states.tsx'
import { useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { type OnwardReport, readOnward } from '../contract.ts'
import { IntervalStrip } from './interval-strip.tsx'
import { ListTable } from './list-table.tsx'
import { onwardExplanations } from './onward-explanations.ts'
import { RunsHaving } from './run-link.tsx'

type Next = OnwardReport['next_issue']
type Following = Next['following'][number]

const times = (lift: number) => `${decimal(lift)} ×`

function FollowingRow({ of, widest, few }: { of: Following; widest: number; few: boolean }) {
  const workspace = useWorkspace()
  const { view } = useView()
  return (
    <tr>
      <td>
        <Anchor
          inherit
          renderRoot={(props) => (
            <Link
              {...props}
              to="/$workspace/journeys/$journey"
              params={{ workspace, journey: of.journey }}
              search={keep(view, lasting)}
            />
          )}
        >
          {of.journey}
        </Anchor>
      </td>
      <td className="n">
        <RunsHaving runs={of.runs} having={['followed_by', of.journey]} />
      </td>
      <td style={{ minWidth: 200 }}>
        {few ? (
          <span className="tl-soft">too few</span>
        ) : (
          <>
            {times(of.lift)}{' '}
            <span className="tl-interval">
              {decimal(of.low)} – {decimal(of.high)}
            </span>
            <IntervalStrip
              value={of.lift}
              low={of.low}
              high={of.high}
              from={0}
              to={widest}
              marks={[{ at: 1 }, { at: 2, dashed: true }]}
            />
          </>
        )}
      </td>
      <td>{of.adjacent ? <Tag tone="warn">tends to follow</Tag> : <Tag>as usual</Tag>}</td>
    </tr>
  )
}

function FollowingTable({ next }: { next: Next }) {
  if (next.following.length === 0)
    return <p className="tl-soft">No customer began anything else within {next.days} days.</p>
  const widest = Math.max(2.5, ...next.following.map(({ high }) => 1.05 * high))
  return (
    <ListTable label="What customers begin next" of={readOnward} list="next_issue.following">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">Began next</th>
            <th scope="col" className="n">
              After
            </th>
            <th scope="col">
              Times as often as usual <Info of={onwardExplanations.lift} />
            </th>
            <th scope="col">So it</th>
          </tr>
        </thead>
        <tbody>
          {next.following.map((of) => (
            <FollowingRow key={of.journey} of={of} widest={widest} few={next.resolved < 30} />
          ))}
        </tbody>
        <caption>
          Solid line: as often as customers begin it anyway; dashed: twice as often, from where it tends to
          follow.
        </caption>
      </table>
    </ListTable>
  )
}

/** What the share means, to somebody who never heard of it. */
function nextSentence({ share, resolved, days }: Next): string {
  if (share === null || resolved < 30) return ''
  const back = Math.round((1 - share) * 100)
  return `Of 100 customers whose matter was settled ${back === 0 ? 'hardly one is' : `${back} are`} back within ${days} days with another that tends to follow from it. `
}

/** Whether one matter, resolved, brings the next. */
export function NextIssue({ next }: { next: Next }) {
  const few = next.resolved < 30
  return (
    <Section
      title="Does one matter bring the next?"
      note={`${nextSentence(next)}${count(next.resolved)} resolved runs of known customers, watched for ${next.days} days after. Over all runs: the filters above do not narrow it.`}
    >
      {next.reason !== null ? (
        <Empty title="What comes next is unknown here">
          It is unknown because {next.reason}. Give the other things customers come for a storyboard each, and
          map who the customer is.
        </Empty>
      ) : (
        <>
          <div className="tl-facts">
            <Figure
              label="Resolved, with no next matter"
              value={few ? `too few (${count(next.resolved)} runs)` : percent(next.share)}
              interval={
                few || next.share === null
                  ? ''
                  : `${spread(next.share, next.low, next.high)}n ${count(next.resolved)}`
              }
              soft={few || next.share === null}
              info={onwardExplanations.next_issue}
              rows={{ tab: 'runs' }}
            />
          </div>
          <FollowingTable next={next} />
        </>
      )}
    </Section>
  )
}
