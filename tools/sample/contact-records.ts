/** Contacts beside the design as the telephone system, the portal and the stores write them down. */
import { DAY, dateOf, local, withOffset } from './calendar.ts'
import type { Lived, Order } from './lived.ts'
import { pick, type Rng, whole } from './random.ts'
import { agents, type FileName } from './records.ts'

const topics: Record<string, { topic: string; team: string }> = {
  'Documents question': { topic: 'documents', team: 'Service line' },
  'Documents explained': { topic: 'documents explained', team: 'Back office' },
  'Appointment question': { topic: 'appointment', team: 'Service line' },
}

/** The row of one contact and the file it stands in. */
export function contactRow(order: Order, lived: Lived, id: string, r: Rng): [FileName, string] {
  const { order_no, person } = order
  if (lived.touchpoint === 'Appointment viewed') {
    const outcome = lived.failed ? 'failed' : 'done'
    return [
      'portal.jsonl',
      `{"id":"O${id}","at":"${withOffset(lived.at)}","order_no":"${order_no}","customer_no":"${person.customer_no}","view":"appointment","outcome":"${outcome}"}`,
    ]
  }
  const opened = lived.failed ? 'no' : 'yes'
  if (lived.touchpoint === 'Store visited') {
    const date = dateOf(Date.parse(`${lived.due}T00:00:00Z`) + lived.told * DAY)
    return [
      'store_visits.csv',
      `S${id},${local(lived.at)},${order_no},${person.customer_no},Store ${person.region},${pick(r, agents)},${opened},${date}`,
    ]
  }
  const { topic, team } = topics[lived.touchpoint] as { topic: string; team: string }
  const seconds = ((lived.until ?? lived.at) - lived.at) / 1000
  const queue = topic === 'documents explained' ? 0 : whole(r, 5, 400)
  const history = topic === 'documents explained' ? opened : ''
  return [
    'calls.csv',
    `P${id},${local(lived.at)},${seconds},${queue},${person.phone.replaceAll(' ', '')},${pick(r, agents)},${team},${topic},${order_no},,${history}`,
  ]
}
