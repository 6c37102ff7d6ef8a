import { Anchor, Chip, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { Channel } from '../../console/channel.tsx'
import { Tag } from '../../console/figure.tsx'
import { count, date, exact } from '../../console/fmt.ts'
import { Answered, Empty } from '../../console/states.tsx'
import { useCall } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { holderOf } from '../../journeys/screens/holders.ts'
import { type CustomerView, readInteraction } from '../contract.ts'

type Lived = CustomerView['timeline'][number]

/** What happened, latest first, over all channels. */
export function CustomerLived({ view, links }: { view: CustomerView; links: boolean }) {
  const { view: asked, set } = useView()
  const channels = view.channels.map(({ channel }) => channel)
  const chosen = channels.includes(asked.shown ?? '') ? asked.shown : undefined
  const shown = view.timeline.filter(({ channel }) => chosen === undefined || channel === chosen)
  const days = [...Map.groupBy(shown, ({ started_at }) => date(started_at))]
  return (
    <section className="tl-customer-lived" aria-label="Timeline">
      {channels.length > 1 ? (
        <Chip.Group value={chosen ?? ''} onChange={(value) => set({ shown: String(value) })}>
          <Group gap={6} mb={10} role="radiogroup" aria-label="Channel">
            <Chip value="" size="xs" variant="outline">
              All
            </Chip>
            {channels
              .filter((channel) => channel !== '')
              .map((channel) => (
                <Chip key={channel} value={channel} size="xs" variant="outline">
                  {channel}
                </Chip>
              ))}
          </Group>
        </Chip.Group>
      ) : null}
      {shown.length === 0 ? (
        <Empty title="Nothing happened yet">
          Interactions appear here within seconds of arriving, whatever their channel.
        </Empty>
      ) : (
        <div className="tl-panel">
          {days.map(([day, some]) => (
            <div key={day}>
              <h3 className="tl-lived-day">{day}</h3>
              <ol className="tl-lived">
                {some.map((one) => (
                  <Entry key={one.interaction_id} one={one} workspace={view.workspace} links={links} />
                ))}
              </ol>
            </div>
          ))}
          {view.interactions > view.timeline.length ? (
            <p className="tl-soft" style={{ padding: '0 16px' }}>
              The latest {count(view.timeline.length)} of {count(view.interactions)}.
            </p>
          ) : null}
        </div>
      )}
    </section>
  )
}

const began = (one: Lived) =>
  one.direction === 'internal' ? 'inside the company' : `begun by the ${holderOf(one.begun_by).words}`

function Entry({ one, workspace, links }: { one: Lived; workspace: string; links: boolean }) {
  const [opened, open] = useState(false)
  const holder = holderOf(one.direction === 'internal' ? 'company' : one.begun_by)
  return (
    <li className="tl-lived-entry">
      <time dateTime={one.started_at} title={exact(one.started_at)}>
        {new Date(one.started_at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}
      </time>
      <span className="tl-lived-holder" style={{ background: holder.solid }} title={began(one)}>
        <span className="tl-hidden">{began(one)}</span>
      </span>
      <div>
        <div className="tl-lived-line">
          {links ? (
            <Anchor
              component="button"
              type="button"
              ta="left"
              aria-expanded={opened}
              onClick={() => open(!opened)}
            >
              {one.touchpoint}
            </Anchor>
          ) : (
            <b>{one.touchpoint}</b>
          )}
          <span className="tl-soft">
            <Channel name={one.channel} />
          </span>
          {one.is_news ? <Tag>news</Tag> : null}
          {one.score === null ? null : (
            <Tag>
              {one.score.question} {one.score.value}
            </Tag>
          )}
        </div>
        {one.about ? <div>{one.about}</div> : null}
        <div className="tl-soft">{notes(one)}</div>
        <Subjects one={one} workspace={workspace} links={links} />
        {opened ? <Whole workspace={workspace} interaction_id={one.interaction_id} /> : null}
      </div>
    </li>
  )
}

function notes(one: Lived): string {
  const by = [one.agent, one.team].filter(Boolean).join(', ')
  const told = one.information_given.length > 0 ? `told us: ${one.information_given.join(', ')}` : ''
  const asked = one.information_asked.length > 0 ? `was asked: ${one.information_asked.join(', ')}` : ''
  return [by, told, asked].filter(Boolean).join(' · ')
}

function Subjects({ one, workspace, links }: { one: Lived; workspace: string; links: boolean }) {
  if (one.subjects.length === 0) return null
  return (
    <div className="tl-lived-line tl-soft">
      {one.subjects.map(({ type, id }) =>
        links ? (
          <Anchor
            key={`${type} ${id}`}
            size="sm"
            renderRoot={(props) => (
              <Link
                {...props}
                to="/$workspace/runs/$runId"
                params={{ workspace, runId: `subject:${type}:${id}` }}
              />
            )}
          >
            {type} {id}
          </Anchor>
        ) : (
          <span key={`${type} ${id}`}>
            {type} {id}
          </span>
        ),
      )}
    </div>
  )
}

/** What was said, and everything else the source told. */
function Whole({ workspace, interaction_id }: { workspace: string; interaction_id: string }) {
  const whole = useCall(readInteraction, { workspace, interaction_id })
  return (
    <Answered of={whole} rows={2}>
      {({ text, attributes, source, record_key }) => (
        <div style={{ marginTop: 6 }}>
          {text ? <blockquote className="tl-said">{text}</blockquote> : null}
          <dl
            style={{
              display: 'grid',
              gridTemplateColumns: 'max-content 1fr',
              gap: '2px 12px',
              margin: '6px 0 0',
            }}
          >
            {Object.entries(attributes)
              .filter(([, value]) => value !== text)
              .map(([name, value]) => (
                <div key={name} style={{ display: 'contents' }}>
                  <dt className="tl-soft">{name}</dt>
                  <dd style={{ margin: 0 }}>{value}</dd>
                </div>
              ))}
            <dt className="tl-soft">source</dt>
            <dd style={{ margin: 0 }}>
              {source}, record {record_key}
            </dd>
          </dl>
        </div>
      )}
    </Answered>
  )
}
