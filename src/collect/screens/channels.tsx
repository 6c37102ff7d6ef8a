import { Anchor, Text } from '@mantine/core'
import { useState } from 'react'
import { Moment, Tag } from '../../console/figure.tsx'
import { count } from '../../console/fmt.ts'
import { Section } from '../../console/page.tsx'
import { Answered } from '../../console/states.tsx'
import { TableBox } from '../../console/table-box.tsx'
import { useCall, useWorkspace } from '../../console/use-call.ts'
import { useView } from '../../console/use-view.ts'
import { channelGroups, type HookShown, listChannels, listHooks } from '../contract.ts'
import { ChannelPage } from './channel-page.tsx'
import { type ChannelShown, Chosen } from './chosen-channel.tsx'
import './channels.css'
import { HookPage } from './hook-page.tsx'

function State({ hook }: { hook: HookShown }) {
  if (hook.ended_at) return <Tag tone="bad">ended</Tag>
  return hook.last_accepted_at ? <Tag tone="good">receives</Tag> : <Tag>waits for a first payload</Tag>
}

function Hooks({ hooks, channels }: { hooks: HookShown[]; channels: ChannelShown[] }) {
  if (hooks.length === 0) return null
  return (
    <Section title="Webhooks" note="Open one for its address, its last payloads and its mapping.">
      <TableBox label="Webhooks">
        <table className="tl-table">
          <thead>
            <tr>
              <th scope="col">Source</th>
              <th scope="col">Channel</th>
              <th scope="col">State</th>
              <th scope="col" className="n">
                Payloads taken
              </th>
              <th scope="col">Last</th>
              <th scope="col" className="n">
                Refused
              </th>
              <th scope="col">Last refusal</th>
            </tr>
          </thead>
          <tbody>
            {hooks.map((hook) => (
              <tr key={hook.hook_id}>
                <td>
                  <Chosen name={hook.hook_id}>{hook.source}</Chosen>
                </td>
                <td className="tl-nowrap">
                  {channels.find((one) => one.channel === hook.channel)?.title ?? hook.channel}
                </td>
                <td className="tl-nowrap">
                  <State hook={hook} />
                </td>
                <td className="n">{count(hook.accepted)}</td>
                <td>
                  {hook.last_accepted_at ? (
                    <Moment at={hook.last_accepted_at} />
                  ) : (
                    <span className="tl-soft">never</span>
                  )}
                </td>
                <td className="n">{hook.refused ? count(hook.refused) : 'none'}</td>
                <td style={{ minWidth: 180 }}>
                  {hook.last_refusal ?? <span className="tl-soft">none</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
    </Section>
  )
}

function Catalogue({ channels }: { channels: ChannelShown[] }) {
  return (
    <Section
      title="Add a channel"
      note={
        <>
          Each is a mapping to begin with and the proof its payloads carry; both can be changed.{' '}
          <Anchor href="/docs/webhooks">How webhooks come in</Anchor>
        </>
      }
    >
      {channelGroups.map((group) => (
        <section key={group} aria-label={group} style={{ marginBottom: 18 }}>
          <Text component="h3" fw={600} mb={8}>
            {group}
          </Text>
          <div className="tl-channels">
            {channels
              .filter((one) => one.group === group)
              .map((one) => (
                <div key={one.channel} className="tl-panel" style={{ padding: 14 }}>
                  <Chosen name={one.channel}>{one.title}</Chosen> <Tag>{one.way}</Tag>
                  <Text size="sm" c="dimmed" mt={4}>
                    {one.what}
                  </Text>
                </div>
              ))}
          </div>
        </section>
      ))}
    </Section>
  )
}

/** Ways in beside files and our own dialect: webhooks that run, and channels to add. */
export function Channels() {
  const workspace = useWorkspace()
  const { view, set } = useView()
  const channels = useCall(listChannels, { workspace })
  const hooks = useCall(listHooks, { workspace }, { refetchInterval: 5_000 })
  // The secret is shown once, on the page of the webhook that was just made.
  const [made, setMade] = useState<{ hook_id: string; secret: string | null } | null>(null)
  const show = (given: { hook_id: string; secret: string | null }) => {
    setMade(given)
    set({ selected: given.hook_id })
  }
  return (
    <Answered of={channels}>
      {({ channels: known }) => (
        <Answered of={hooks}>
          {({ hooks: found }) => {
            const hook = found.find((one) => one.hook_id === view.selected)
            const channel = known.find((one) => one.channel === (hook?.channel ?? view.selected))
            if (hook)
              return (
                <HookPage
                  key={hook.hook_id}
                  hook={hook}
                  channel={channel}
                  secret={made?.hook_id === hook.hook_id ? made.secret : null}
                  show={show}
                />
              )
            if (channel) return <ChannelPage key={channel.channel} channel={channel} made={show} />
            return (
              <>
                <Hooks hooks={found} channels={known} />
                <Catalogue channels={known} />
              </>
            )
          }}
        </Answered>
      )}
    </Answered>
  )
}
