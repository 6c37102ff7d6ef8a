// What must hold of other people's clients whatever the network does: nothing is lost, nothing stands twice.
import { type Client, type ClientKind, type Happened, nodeClients } from '../clients/node-clients.ts'
import { allInteractions, type InProcess } from '../in-process.ts'
import { type Fault, startFaultProxy } from './fault-proxy.ts'

export interface Sent {
  /** Orders of which nothing is there. */
  lost: string[]
  /** Orders that stand more than once, though no call for them was made again. */
  doubled: string[]
  faults: Map<Fault, number>
}

interface Task {
  name: string
  workspace: string
  /** Where the server listens. */
  address: string
  seed: number
  events: number
  slow_ms?: number
}

/** One client sends events to the real server through a proxy that does harm; then what arrived is counted. */
export async function sendThroughFaults(product: InProcess, task: Task): Promise<Sent> {
  const kind = nodeClients[task.name]!
  const proxy = await startFaultProxy(task.address, { seed: task.seed, slow_ms: task.slow_ms ?? 1_500 })
  const again = new Set<string>()
  try {
    const client = kind.open({ address: proxy.address, key: await product.key(task.workspace) })
    for (let i = 0; i < task.events; i++) await say(client, kind, happened(i), again)
    await client.close()
  } finally {
    await proxy.close()
  }
  const times = await arrived(product, task.workspace)
  // Jitsu gives a call that is made again another id: the application's second call is a second event.
  const excused = (order: string) => task.name === '@jitsu/js' && again.has(order)
  return {
    lost: Array.from({ length: task.events }, (_, i) => happened(i).order).filter(
      (order) => !times.has(order),
    ),
    doubled: [...times].filter(([order, count]) => count > 1 && !excused(order)).map(([order]) => order),
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
  for (let left = kind.sends_again ? 0 : 10; ; left--) {
    try {
      return await client.happened(what)
    } catch (error) {
      if (left === 0) throw error
      again.add(what.order)
    }
  }
}

async function arrived(product: InProcess, workspace: string): Promise<Map<string, number>> {
  const rows = (await allInteractions(product, workspace)) as { attributes: Record<string, string> }[]
  const times = new Map<string, number>()
  for (const { attributes } of rows) {
    const order = attributes.order_id ?? ''
    times.set(order, (times.get(order) ?? 0) + 1)
  }
  return times
}
