import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Info, Moment, Share, Tag, unknown } from '../../console/figure.tsx'
import { count, duration, plural } from '../../console/fmt.ts'
import { Sparkline } from '../../console/sparkline.tsx'
import { Answered, Empty, Notice } from '../../console/states.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { type FeedHealth, readHealth } from '../contract.ts'
import { healthExplanations } from './health-explanations.ts'
import { FeedDetail } from './health-feed.tsx'
import { Held } from './health-held.tsx'
import { usualText } from './usual-text.ts'

/** Whether the feeds are well, in one look; a feed opens to its days. */
export function Health() {
  const workspace = useWorkspace()
  const { view } = useView()
  const health = useCall(readHealth, { workspace }, { refetchInterval: 30_000 })
  return (
    <Answered of={health}>
      {({ feeds }) => {
        if (feeds.length === 0)
          return (
            <Empty title="No feed yet">Import a file, or send a first event from your application.</Empty>
          )
        const opened = feeds.find(({ source }) => source === view.source)
        return (
          <>
            <Verdict feeds={feeds} />
            <Feeds feeds={feeds} />
            {opened ? <FeedDetail feed={opened} /> : null}
            <Held feeds={feeds} />
          </>
        )
      }}
    </Answered>
  )
}

const stateWords: Record<FeedHealth['state'], string> = {
  silent: 'silent',
  low: 'too little',
  high: 'unusually much',
  usual: 'as usual',
  unknown: 'too young to tell',
}
const tones = { silent: 'bad', low: 'warn', high: 'warn', usual: 'good', unknown: 'unknown' } as const

function Verdict({ feeds }: { feeds: FeedHealth[] }) {
  const of = (state: FeedHealth['state']) => feeds.filter((feed) => feed.state === state)
  const silent = of('silent')
  const off = [...of('low'), ...of('high')]
  const held = feeds.reduce((sum, feed) => sum + feed.quarantined, 0)
  const young = of('unknown').length
  const rest = [
    `${plural(of('usual').length, 'feed')} as usual`,
    young > 0 ? `${count(young)} too young to tell` : '',
    held > 0 ? `${plural(held, 'record')} in quarantine` : 'quarantine empty',
  ]
    .filter(Boolean)
    .join(' · ')
  return (
    <div style={{ marginBottom: 18, display: 'grid', gap: 10 }}>
      {silent.map((feed) => (
        <Notice key={feed.source} tone="bad" title={`${feed.source} is silent`}>
          Nothing came since <Moment at={feed.silent_since} />
          {feed.missed === null ? '' : `; when it was noticed, ${count(feed.missed)} would usually have come`}
          . Journeys seen through it are <b>unknown</b> after that moment, not silent.
        </Notice>
      ))}
      {off.length > 0 ? (
        <Notice title={`${plural(off.length, 'feed')} off its weekly rhythm`}>
          {off.map(({ source, state }) => `${source}: ${stateWords[state]}`).join(' · ')}
        </Notice>
      ) : null}
      {silent.length + off.length === 0 ? (
        <Notice {...(held === 0 ? { tone: 'good' } : {})} title={calm(young === feeds.length, held)}>
          {rest}
        </Notice>
      ) : (
        <div className="tl-soft">{rest}</div>
      )}
    </div>
  )
}

/** What stands above feeds of which none is ill. */
function calm(allYoung: boolean, held: number): string {
  if (held > 0) return `The feeds are well, but ${plural(held, 'record')} cannot be read`
  return allYoung ? 'Nothing is known to be wrong' : 'All is well'
}

function Feeds({ feeds }: { feeds: FeedHealth[] }) {
  return (
    <TableBox label="Feeds">
      <table className="tl-table">
        <thead>
          <tr>
            <th scope="col">Feed</th>
            <th scope="col">
              State <Info of={healthExplanations.silent} />
            </th>
            <th scope="col" className="n">
              Last day <Info of={healthExplanations.volume} />
            </th>
            <th scope="col">28 days</th>
            <th scope="col">Last arrived</th>
            <th scope="col" className="n">
              Without identifiers <Info of={healthExplanations.nameless} />
            </th>
            <th scope="col" className="n">
              Clock ahead <Info of={healthExplanations.clock} />
            </th>
            <th scope="col" className="n">
              Late <Info of={healthExplanations.late} />
            </th>
            <th scope="col" className="n">
              Again <Info of={healthExplanations.again} />
            </th>
            <th scope="col" className="n">
              In quarantine
            </th>
          </tr>
        </thead>
        <tbody>
          {feeds.map((feed) => (
            <FeedRow key={feed.source} feed={feed} />
          ))}
        </tbody>
      </table>
    </TableBox>
  )
}

function FeedRow({ feed }: { feed: FeedHealth }) {
  const { day, lately, again } = feed
  return (
    <tr>
      <td>
        <Anchor
          renderRoot={(props) => <Link {...props} to="." search={{ tab: 'health', source: feed.source }} />}
        >
          <b>{feed.source}</b>
        </Anchor>{' '}
        <span className="tl-soft">{feed.kind}</span>
      </td>
      <td className="tl-nowrap">
        <Tag tone={tones[feed.state]}>{stateWords[feed.state]}</Tag>
      </td>
      <td className="n tl-nowrap">
        {count(day.count)}{' '}
        <span className="tl-interval">
          {day.low === null ? 'usual unknown' : `usual ${usualText(day.low, day.high)}`}
        </span>
      </td>
      <td>
        <Sparkline
          values={feed.days.map((each) => each?.count ?? null)}
          band={feed.days.map((each) =>
            each === null || each.low === null || each.high === null
              ? null
              : { low: each.low, high: each.high },
          )}
          label={`Interactions of ${feed.source} in each of the last 28 days`}
        />
      </td>
      <td>
        <Moment at={feed.last_received} />
      </td>
      <td className="n">{lately ? <Share {...lately.nameless} /> : unknown}</td>
      <td className="n">
        {lately === null ? (
          unknown
        ) : lately.ahead.part === 0 ? (
          'none'
        ) : (
          <>
            <Share {...lately.ahead} /> <span className="tl-interval">to {duration(lately.most_ahead)}</span>
          </>
        )}
      </td>
      <td className="n tl-nowrap">
        {lately?.late ? (
          <>
            {duration(Math.max(0, lately.late.median))}{' '}
            <span className="tl-interval">99 % in {duration(Math.max(0, lately.late.p99))}</span>
          </>
        ) : (
          unknown
        )}
      </td>
      <td className="n">{again ? again.part === 0 ? 'none' : <Share {...again} /> : unknown}</td>
      <td className="n">
        {feed.quarantined === 0 ? (
          'none'
        ) : (
          <Anchor
            renderRoot={(props) => (
              <Link {...props} to="." search={{ tab: 'quarantine', source: feed.source }} />
            )}
          >
            {count(feed.quarantined)}
          </Anchor>
        )}
      </td>
    </tr>
  )
}
