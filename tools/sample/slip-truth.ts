/** What slips did, as the exports show it: who could be hit, and who was. */
import type { Fault, SlipKind } from './faults.ts'
import type { Lived, Order } from './lived.ts'

/** What each tells the customer that could contradict something else. */
const statements: Record<string, number> = {
  'Documents requested': 1,
  'Documents checked': 1,
  'Appointment promised': 2,
  'Store visited': 1,
  'First bill': 1,
}

/** Whether the slip hit the order; null = the exports do not show that it could. */
export function slipped(fault: Fault, order: Order): boolean | null {
  const seen = [...order.events, ...order.contacts].filter(({ observed }) => observed)
  seen.sort((a, b) => a.at - b.at)
  const hit = (touchpoint: string) =>
    seen.some((lived) => lived.touchpoint === touchpoint && lived.slips.includes(fault))
  return slips[fault.kind as SlipKind]({ seen, hit, order, fault })
}

interface Seen {
  /** What the exports hold, in order of time. */
  seen: Lived[]
  hit: (touchpoint: string) => boolean
  order: Order
  fault: Fault
}

const slips: Record<SlipKind, (one: Seen) => boolean | null> = {
  asked_twice: ({ seen, hit }) => {
    const took = (step: string) => seen.some(({ touchpoint }) => touchpoint === step)
    return took('Order placed') && took('Documents requested') ? hit('Documents requested') : null
  },
  contradiction: ({ seen, hit }) => {
    const said = seen.reduce((sum, { touchpoint }) => sum + (statements[touchpoint] ?? 0), 0)
    const promised = seen.some(({ touchpoint }) => touchpoint === 'Appointment promised')
    return said < 2 ? null : promised && hit('Store visited')
  },
  hand_off: ({ seen, hit, order, fault }) => {
    const store = fault.from === 'Appointment promised'
    const receiver = store ? 'Store visited' : 'Documents explained'
    const giver = seen[seen.findIndex(({ touchpoint }) => touchpoint === receiver) - 1]
    if (giver === undefined) return null
    const same = store ? channelOf(giver, order) === 'mail' : giver.touchpoint === 'Documents question'
    return same ? hit(receiver) : null
  },
  forced_switch: ({ seen, hit, order }) => {
    if (!seen.some((lived) => channelOf(lived, order) === 'web')) return null
    return hit('Appointment viewed') && seen.some(({ touchpoint }) => touchpoint === 'Appointment question')
  },
}

/** Web and mail only. */
function channelOf({ touchpoint }: Lived, { sold_by, documents_by }: Order): string {
  switch (touchpoint) {
    case 'Order placed':
      return sold_by === 'online' ? 'web' : ''
    case 'Order cancelled':
    case 'Appointment viewed':
      return 'web'
    case 'Documents requested':
      return documents_by === 'post' ? '' : 'mail'
    case 'Documents received':
      return documents_by === 'upload' ? 'web' : documents_by === 'e-mail' ? 'mail' : ''
    case 'Documents checked':
    case 'Appointment promised':
    case 'Progress update':
      return 'mail'
    default:
      return ''
  }
}
