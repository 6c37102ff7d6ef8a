import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Client, type Happened, nodeClients } from '../clients/node-clients.ts'
import { allInteractions, type InProcess, openInProcess } from '../in-process.ts'
import { startFaultProxy } from './fault-proxy.ts'

const events = 200

let product: InProcess
let address: string
beforeAll(async () => {
  product = await openInProcess()
  address = await product.product.listen()
})
afterAll(() => product.close())

/** What an application does whose client does not send again: it calls again. Gives back which calls had failed. */
async function untilTaken(client: Client, what: Happened, failed: Set<string>): Promise<void> {
  for (let left = 10; ; left--) {
    try {
      return await client.happened(what)
    } catch (error) {
      failed.add(what.order)
      if (left === 0) throw error
    }
  }
}

describe('clients of others, through a network that breaks', () => {
  for (const [name, { open, sends_again }] of Object.entries(nodeClients))
    for (const seed of [1, 2])
      it(`lose nothing and double nothing (${name}, seed ${seed})`, async () => {
        const workspace = await product.workspace(`c${seed}-${name.replaceAll(/[^a-z]+/g, '-')}`)
        const proxy = await startFaultProxy(address, { seed })
        const failed = new Set<string>()
        try {
          const client = open({ address: proxy.address, key: await product.key(workspace) })
          for (let i = 0; i < events; i++) {
            const what = {
              user: `u${i % 9}`,
              event: 'Order placed',
              order: `o${i}`,
              at: Date.UTC(2024, 0, 1) + i,
            }
            if (sends_again) await client.happened(what)
            else await untilTaken(client, what, failed)
          }
          await client.close()
        } finally {
          await proxy.close()
        }
        console.log(`${name}: ${[...proxy.done].map(([fault, times]) => `${times} × ${fault}`).join(', ')}`)
        expect(proxy.done.size).toBeGreaterThan(4)
        const rows = (await allInteractions(product, workspace)) as { attributes: Record<string, string> }[]
        const times = new Map<string, number>()
        for (const { attributes } of rows) {
          const order = attributes.order_id!
          times.set(order, (times.get(order) ?? 0) + 1)
        }
        expect(times.size).toBe(events)
        const doubled = [...times].filter(([, count]) => count > 1).map(([order]) => order)
        // Jitsu gives a call that is made again another id: only what the application called again can stand twice.
        expect(doubled.filter((order) => name !== '@jitsu/js' || !failed.has(order))).toEqual([])
      })
})
