import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { InteractionShown } from '../../collect/contract.ts'
import { Channel } from '../../console/channel.tsx'
import { Moment, Tag } from '../../console/figure.tsx'
import { duration, exact } from '../../console/fmt.ts'
import type { RunTrace } from '../contract.ts'
import { holderOf } from './holders.ts'

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <tr>
      <th scope="row" style={{ width: 170, fontWeight: 500 }}>
        {name}
      </th>
      <td>{children}</td>
    </tr>
  )
}

const list = (values: string[]) => values.join(', ')

function News({ news }: { news: NonNullable<InteractionShown['news']> }) {
  return (
    <>
      received: {news.received ?? <span className="tl-soft">not said</span>}; needed from you:{' '}
      {news.needed_from_you ?? <span className="tl-soft">not said</span>}; next by:{' '}
      {news.next_by ? <Moment at={news.next_by} /> : <span className="tl-soft">not said</span>}{' '}
      <Tag>delivery {news.delivery}</Tag>
    </>
  )
}

function Content({ one, step }: { one: InteractionShown; step: RunTrace['steps'][number] | undefined }) {
  return (
    <table className="tl-table">
      <tbody>
        <Row name="When">
          <Moment at={one.started_at} />
          {one.ended_at ? (
            <>
              {' '}
              to <Moment at={one.ended_at} />{' '}
              <span className="tl-interval">
                {duration((Date.parse(one.ended_at) - Date.parse(one.started_at)) / 1000)}
              </span>
            </>
          ) : null}
        </Row>
        {step && step.waiting > 0 ? (
          <Row name="After waiting">
            {duration(step.waiting)} for the {holderOf(step.waited_for).words}
          </Row>
        ) : null}
        <Row name="Channel">
          <Channel name={one.channel} /> · {one.direction} · begun by the {holderOf(one.begun_by).words} ·
          then the ball is with the {holderOf(one.ball_after).words}
        </Row>
        <Row name="Step">{step?.step ? step.step : <span>not in the storyboard</span>}</Row>
        {one.text ? (
          <Row name="Said">
            <span style={{ whiteSpace: 'pre-wrap' }}>{one.text}</span>
          </Row>
        ) : null}
        {one.news ? (
          <Row name="News">
            <News news={one.news} />
          </Row>
        ) : null}
        {one.promises.length ? (
          <Row name="Promise">
            {one.promises.map((promise) => (
              <div key={`${promise.what}-${promise.act}-${promise.due}`}>
                {promise.what}: {promise.act}
                {promise.due ? (
                  <>
                    , due <Moment at={promise.due} />
                  </>
                ) : null}
              </div>
            ))}
          </Row>
        ) : null}
        {one.information_asked.length ? <Row name="Asked for">{list(one.information_asked)}</Row> : null}
        {one.information_given.length ? <Row name="Given">{list(one.information_given)}</Row> : null}
        {one.score ? (
          <Row name="Score">
            {one.score.question}: {one.score.value}
            {one.score.scale_max === null ? '' : ` of ${one.score.scale_max}`}
          </Row>
        ) : null}
        {one.agent || one.team ? (
          <Row name="By">{[one.agent, one.team].filter(Boolean).join(', ')}</Row>
        ) : null}
        {one.cost === null ? null : <Row name="Cost">{one.cost}</Row>}
      </tbody>
    </table>
  )
}

function Raw({ one }: { one: InteractionShown }) {
  const fields: [string, string][] = [
    ['interaction_id', one.interaction_id],
    ['source', one.source],
    ['record_key', one.record_key],
    ['started_at', exact(one.started_at)],
    ...one.identifiers.map((identifier): [string, string] => [
      `identifier ${identifier.kind}`,
      identifier.value,
    ]),
    ...one.subjects.map((subject): [string, string] => [`subject ${subject.type}`, subject.id]),
    ...Object.entries(one.attributes),
  ]
  return (
    <details style={{ borderTop: '1px solid var(--tl-line)', padding: '10px 12px' }}>
      <summary style={{ cursor: 'pointer' }}>Raw fields ({fields.length})</summary>
      <table className="tl-table tl-mono" style={{ marginTop: 6 }}>
        <tbody>
          {fields.map(([name, value]) => (
            <Row key={name} name={name}>
              {value}
            </Row>
          ))}
        </tbody>
      </table>
    </details>
  )
}

/** The interaction selected in the trace: what was said and meant, then every raw field. */
export function InteractionDetail({ trace, index }: { trace: RunTrace; index: number }) {
  const step = trace.steps[index]
  const one = trace.interactions.find((each) => each.interaction_id === step?.interaction_id)
  if (!step) return null
  return (
    <section className="tl-panel" aria-live="polite" aria-label="Selected interaction">
      <Text fw={600} p="12px 12px 4px">
        {index + 1}. {step.touchpoint} {step.is_news ? <Tag tone="good">news</Tag> : null}
      </Text>
      {one ? (
        <>
          <div className="tl-scroll">
            <Content one={one} step={step} />
          </div>
          <Raw one={one} />
        </>
      ) : (
        <Text p={12} c="dimmed">
          The interaction’s content is not stored any more.
        </Text>
      )}
    </section>
  )
}
