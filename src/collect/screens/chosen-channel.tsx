import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Output } from '../../http/operation.ts'
import type { listChannels } from '../contract.ts'

export type ChannelShown = Output<typeof listChannels>['channels'][number]

/** The road within the tab: a channel, a webhook, or with '' back to all. */
export function Chosen({ name, children }: { name: string; children: string }) {
  return (
    <Anchor
      renderRoot={(props) => (
        <Link {...props} to="." search={name ? { tab: 'channels', selected: name } : { tab: 'channels' }} />
      )}
    >
      {children}
    </Anchor>
  )
}
