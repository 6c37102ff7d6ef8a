import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Channel } from '../../console/channel.tsx'
import { Moment, Tag } from '../../console/figure.tsx'
import { plural } from '../../console/fmt.ts'
import { PromiseFlag } from '../../journeys/screens/promise-flag.tsx'
import type { CustomerView } from '../contract.ts'
import { Passage } from './passage.tsx'

interface Given {
  view: CustomerView
  /** False in a panel: whoever looks is not signed in. */
  links: boolean
}

/** What an agent must know before the first word: promises owed, what was said last, what is known already, where runs stand. */
export function CustomerOwed({ view, links }: Given) {
  const written = view.last_words.filter(({ about, text }) => about !== '' || text !== '')
  return (
    <div className="tl-customer-owed">
      <Card title="Promises owed" empty="Nothing is owed." count={view.promises_owed.length}>
        {view.promises_owed.map((promise) => (
          <li key={`${promise.run_id} ${promise.what} ${promise.made_at}`}>
            <PromiseFlag state={promise.state} /> <b>{promise.what}</b>{' '}
            {promise.state === 'broken' ? <Tag>broken</Tag> : null}
            <div>
              {promise.due === null ? (
                'no time was promised'
              ) : (
                <>
                  due <Moment at={promise.due} />
                </>
              )}
            </div>
            <div className="tl-soft">
              <RunOf view={view} run_id={promise.run_id} links={links}>
                {promise.journey} {promise.subject}
              </RunOf>
              {promise.made_in ? `, promised at ${promise.made_in}` : ''}
            </div>
          </li>
        ))}
      </Card>
      <Card title="Said last" empty="Nothing the customer wrote is on record." count={written.length}>
        {written.map((words) => (
          <li key={words.interaction_id}>
            <Channel name={words.channel} />{' '}
            <span className="tl-soft">
              {words.touchpoint}, <Moment at={words.at} />
            </span>
            {words.about ? <div style={{ fontWeight: 600 }}>{words.about}</div> : null}
            {words.text ? (
              // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
              <blockquote className="tl-said" tabIndex={0}>
                {words.text}
              </blockquote>
            ) : null}
          </li>
        ))}
      </Card>
      <Runs view={view} links={links} />
      <Card
        title="Told us already: do not ask again"
        empty="No information is on record."
        count={view.already_known.length}
      >
        {view.already_known.map(({ item, given_at, channel, touchpoint, asked_since }) => (
          <li key={item}>
            <b>{item.replaceAll('_', ' ')}</b>{' '}
            {asked_since > 0 ? <Tag>asked {plural(asked_since, 'time')} since</Tag> : null}
            <div className="tl-soft">
              <Channel name={channel} /> {touchpoint}, <Moment at={given_at} />
            </div>
          </li>
        ))}
      </Card>
    </div>
  )
}

function Runs({ view, links }: Given) {
  const now = Date.now()
  const open = view.runs.filter(({ ended_at }) => ended_at === null)
  const shown = [...open, ...view.runs.filter(({ ended_at }) => ended_at !== null)].slice(0, 8)
  return (
    <Card title="Runs" empty="No run of a designed journey." count={shown.length}>
      {shown.map((run) => (
        <li key={run.run_id}>
          <RunOf view={view} run_id={run.run_id} links={links}>
            {run.journey} {run.subject}
          </RunOf>{' '}
          <Tag>{run.ended_at === null ? (run.silent ? 'silent' : 'open') : run.outcome}</Tag>
          <Passage run={run} now={now} />
          <div className="tl-soft">
            {plural(run.steps.length, 'step')}, last {run.steps.at(-1)?.touchpoint ?? 'nothing'}{' '}
            <Moment at={run.last_at} />
          </div>
        </li>
      ))}
    </Card>
  )
}

function RunOf({ view, run_id, links, children }: Given & { run_id: string; children: ReactNode }) {
  if (!links) return <span style={{ fontWeight: 600 }}>{children}</span>
  return (
    <Anchor
      inherit
      renderRoot={(props) => (
        <Link {...props} to="/$workspace/runs/$runId" params={{ workspace: view.workspace, runId: run_id }} />
      )}
    >
      {children}
    </Anchor>
  )
}

function Card({
  title,
  empty,
  count,
  children,
}: {
  title: string
  empty: string
  count: number
  children: ReactNode
}) {
  return (
    <section className="tl-panel tl-card">
      <h2>{title}</h2>
      {count === 0 ? <span className="tl-soft">{empty}</span> : <ul>{children}</ul>}
    </section>
  )
}
