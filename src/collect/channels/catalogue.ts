import type { z } from 'zod'
import { channelGroups, channelShown } from '../contract-hooks.ts'
import { anythingElse } from './anything-else.ts'
import type { Channel } from './channel.ts'
import { chatwoot } from './chatwoot.ts'
import { flightPlan } from './flight-plan.ts'
import { formbricks } from './formbricks.ts'
import { helpPages } from './help-pages.ts'
import { mailOut } from './mail-out.ts'
import { pbxCalls } from './pbx-calls.ts'
import { productUse } from './product-use.ts'
import { shopify } from './shopify.ts'
import { socialMentions } from './social-mentions.ts'
import { till } from './till.ts'
import { twilioMessages } from './twilio-messages.ts'
import { twilioVoice } from './twilio-voice.ts'
import { zammad } from './zammad.ts'
import { zendesk } from './zendesk.ts'

type Shown = z.output<typeof channelShown>

/** A channel with its scheme in full. */
export type KnownChannel = Omit<Shown, 'mapping'> & Pick<Channel, 'mapping'>

/** Every ready-made channel, in the order of the groups. */
export const channels: readonly KnownChannel[] = [
  twilioMessages,
  twilioVoice,
  pbxCalls,
  zendesk,
  chatwoot,
  zammad,
  shopify,
  till,
  productUse,
  helpPages,
  formbricks,
  socialMentions,
  mailOut,
  flightPlan,
  anythingElse,
]
  .map(({ mapping, ...rest }) => ({ ...channelShown.omit({ mapping: true }).parse(rest), mapping }))
  .sort((a, b) => channelGroups.indexOf(a.group) - channelGroups.indexOf(b.group))

export const channelNamed = (name: string): KnownChannel | null =>
  channels.find((each) => each.channel === name) ?? null

/** The channels as the console shows them, each with the mapping of a source of its own name. */
export const shownChannels = (): Shown[] =>
  channels.map(({ mapping, ...rest }) => ({ ...rest, mapping: mapping(rest.channel) }))
