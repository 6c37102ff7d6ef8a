// What must hold of other people's clients whatever the network does: nothing is lost, nothing stands twice, nothing is
// another customer's, another time's or another content's.
import { type Client, type ClientKind, type Happened, nodeClients } from '../clients/node-clients.ts'
import { allInteractions, type InProcess } from '../in-process.ts'
import { type Fault, type Harm, startFaultProxy } from './fault-proxy.ts'

export interface Sent {
  /** Orders of which nothing is there. */
  lost: string[]
  /** Orders that stand more than once, though no call for them was made again. */
  doubled: string[]
  /** Orders of another customer, time or content than was said. */
  wrong: string[]
  faults: Map<Fault, number>
}

interface Task extends Harm {
  name: string
  workspace: string
  /** A key of the workspace; without it a new one. */
  key?: string
  /** Where the server listens. */
  address: string
  events: number
}

/** A batch meets no more faults than its client bears, and no more than this. */
const mostFaults = 3

/** One client sends events to the real server through a proxy that does harm; then what arrived is looked at. */
export async function sendThroughFaults(product: InProcess, task: Task): Promise<Sent> {
  const { name, workspace, address, events, ...harm } = task
  const kind = nodeClients[name]!
  const most = kind.tries === 1 ? mostFaults : Math.min(kind.tries - 1, mostFaults)
  const proxy = await startFaultProxy(address, { most, ...harm })
  const key = task.key ?? (await product.key(workspace))
  const again = new Set<string>()
  const begun = Date.now()
  try {
    const client = kind.open({ address: proxy.address, key })
    for (let i = 0; i < events; i++) await say(client, kind, happened(i), again)
    await client.close()
  } finally {
    await proxy.close()
  }
  const rows = await arrived(product, workspace)
  const all = Array.from({ length: events }, (_, i) => happened(i))
  const excused = (order: string) => !kind.same_again && again.has(order)
  const isRight = (row: Stored, what: Happened) => {
    const late = Number(row.started_at) - (kind.told ? what.at : begun)
    return (
      row.attributes.total === '12.5' &&
      row.touchpoint === what.event &&
      row.identifiers.some(([, value]) => value === what.user) === kind.told &&
      late >= 0 &&
      late < 60_000
    )
  }
  const ordersOf = (found: (what: Happened, rows: Stored[]) => boolean) =>
    all.filter((what) => found(what, rows.get(what.order) ?? [])).map(({ order }) => order)
  return {
    lost: ordersOf((_, stored) => stored.length === 0),
    doubled: ordersOf(({ order }, stored) => stored.length > 1 && !excused(order)),
    wrong: ordersOf((what, stored) => !stored.every((row) => isRight(row, what))),
    faults: proxy.done,
  }
}

const happened = (i: number): Happened => ({
  user: `u${i % 9}`,
  event: 'Order placed',
  order: `o${i}`,
  at: Date.UTC(2024, 0, 1) + i,
})

/** What an application does whose client does not send again: it calls again. */
async function say(client: Client, kind: ClientKind, what: Happened, again: Set<string>): Promise<void> {
  for (let left = kind.tries > 1 ? 0 : 10; ; left--) {
    try {
      return await client.happened(what)
    } catch (error) {
      if (left === 0) throw error
      again.add(what.order)
    }
  }
}

interface Stored {
  touchpoint: string
  started_at: string
  identifiers: [kind: string, value: string][]
  attributes: Record<string, string>
}

async function arrived(product: InProcess, workspace: string): Promise<Map<string, Stored[]>> {
  const rows = (await allInteractions(product, workspace)) as unknown as Stored[]
  return Map.groupBy(rows, ({ attributes }) => attributes.order_id ?? '')
}
