import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { Channel } from '../../console/channel.tsx'
import { Moment } from '../../console/figure.tsx'
import { plural } from '../../console/fmt.ts'
import type { Output } from '../../http/operation.ts'
import type { InteractionShown, previewHook } from '../contract.ts'

type Became = Output<typeof previewHook>['payloads'][number]['became'][number]

const named = (pairs: [string, string][]) =>
  pairs.length === 0 ? (
    <span className="tl-soft">none</span>
  ) : (
    pairs.map(([kind, value]) => `${kind} ${value}`).join(', ')
  )

function facts(one: InteractionShown): [string, ReactNode][] {
  const rows: [string, ReactNode | null][] = [
    ['When', <Moment key="when" at={one.started_at} />],
    ['Until', one.ended_at ? <Moment key="until" at={one.ended_at} /> : null],
    ['Channel', <Channel key="channel" name={one.channel} />],
    ['Direction', one.direction],
    ['Ball after', one.ball_after === 'unknown' ? null : one.ball_after.replace('_', ' ')],
    ['Identifiers', named(one.identifiers.map(({ kind, value }) => [kind, value]))],
    ['Subjects', named(one.subjects.map(({ type, id }) => [type, id]))],
    ['Agent', one.agent || null],
    ['Team', one.team || null],
    ['Score', one.score ? `${one.score.question}: ${one.score.value}` : null],
    ['Text', one.text ? (one.text.length > 300 ? `${one.text.slice(0, 300)}…` : one.text) : null],
    ...Object.entries(one.attributes).map(([name, value]): [string, ReactNode] => [name, value]),
  ]
  return rows.filter((row): row is [string, ReactNode] => row[1] !== null)
}

/** What a payload became by one entry of the mapping: interactions, or why none. */
export function BecameShown({ became }: { became: Became }) {
  if (became.rejected)
    return (
      <Text mb={10}>
        <b>{became.entry}:</b> {became.rejected.reason}
        {became.rejected.field ? (
          <>
            {' '}
            (<span className="tl-mono">{became.rejected.field}</span>
            {became.rejected.value ? `: ${became.rejected.value}` : ''})
          </>
        ) : null}
        . It would wait in the quarantine.
      </Text>
    )
  return (
    <>
      {became.interactions.map((one) => (
        <div key={one.interaction_id} style={{ marginBottom: 12 }}>
          <Text fw={600}>
            {one.touchpoint}{' '}
            {became.gathered === null ? null : (
              <Text span size="sm" c="dimmed" fw={400}>
                gathered from {plural(became.gathered, 'payload')} of {one.record_key}
              </Text>
            )}
          </Text>
          <dl className="tl-became">
            {facts(one).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
    </>
  )
}
