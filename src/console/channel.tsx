import {
  IconBuildingBank,
  IconBuildingStore,
  IconDeviceMobile,
  IconHeadset,
  IconHelp,
  IconHome2,
  IconMail,
  IconMessage2,
  IconMessageCircle,
  IconPhone,
  IconPlugConnected,
  IconSettings,
  IconShare3,
  IconTruckDelivery,
  IconUser,
  IconWorld,
} from '@tabler/icons-react'

/** Channels have an icon, not a colour. */
const icons: [RegExp, typeof IconHelp][] = [
  [/web|site|online|portal|browser/, IconWorld],
  [/app|mobile/, IconDeviceMobile],
  [/mail|newsletter/, IconMail],
  [/chat|messenger|whatsapp/, IconMessageCircle],
  [/sms|text/, IconMessage2],
  [/ivr|phone|call|tele/, IconPhone],
  [/letter|post|print/, IconMail],
  [/shop|store|till|branch|pos/, IconBuildingStore],
  [/bank|pay/, IconBuildingBank],
  [/social/, IconShare3],
  [/visit|field|home/, IconHome2],
  [/deliver|carrier|logistic|ship/, IconTruckDelivery],
  [/desk|support|service|agent/, IconHeadset],
  [/api|http|server|system|back/, IconSettings],
  [/person|counter|staff/, IconUser],
  [/product|usage|device/, IconPlugConnected],
]

export function ChannelIcon({ channel, size = 15 }: { channel: string; size?: number }) {
  const Icon = icons.find(([pattern]) => pattern.test(channel.toLowerCase()))?.[1] ?? IconHelp
  return <Icon size={size} aria-hidden style={{ flex: 'none', verticalAlign: '-3px' }} />
}

export function Channel({ name }: { name: string }) {
  const unknown = name === '' || name === 'unknown'
  return (
    <span className="tl-nowrap">
      {unknown ? null : <ChannelIcon channel={name} />}{' '}
      {unknown ? <span className="tl-soft">unknown</span> : name}
    </span>
  )
}
