import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKey } from '../../src/collect/contract.ts'
import { nodeClients } from '../clients/node-clients.ts'
import { type InProcess, openInProcess } from '../in-process.ts'
import { type Fault, faults } from './fault-proxy.ts'
import { type Sent, sendThroughFaults } from './send-through-faults.ts'

let product: InProcess
let address: string
beforeAll(async () => {
  product = await openInProcess()
  address = await product.product.listen()
})
afterAll(() => product.close())

let workspaces = 0
const newWorkspace = () => product.workspace(`network-${workspaces++}`)
const unharmed = { lost: [], doubled: [], wrong: [] }
const told = (name: string, done: Map<Fault, number>) =>
  console.log(`${name}: ${[...done].map(([fault, times]) => `${times} × ${fault}`).join(', ')}`)

describe('clients of others, through a network that breaks', () => {
  for (const [name, { tries }] of Object.entries(nodeClients))
    for (const seed of [1, 2])
      it(`lose nothing, double nothing and say nothing else (${name}, seed ${seed})`, async () => {
        const workspace = await newWorkspace()
        // One that sends each event alone meets as many faults with fewer.
        const events = tries > 1 ? 200 : 70
        const sent = await sendThroughFaults(product, { name, workspace, address, seed, events })
        told(name, sent.faults)
        expect([...sent.faults.keys()].sort()).toEqual([...faults].sort())
        expect(sent).toMatchObject(unharmed)
      })

  for (const [name, { tries }] of Object.entries(nodeClients))
    it(`bear each fault as often in a row as their source allows, up to three times (${name} sends a batch ${tries} times at most)`, async () => {
      const seen: Record<string, Sent> = {}
      for (const only of faults) {
        const workspace = await newWorkspace()
        seen[only] = await sendThroughFaults(product, {
          name,
          workspace,
          address,
          only,
          seed: 1,
          events: 21,
          slow_ms: 700,
        })
        // What is only slow comes once.
        expect(seen[only].faults.get(only)).toBeGreaterThanOrEqual(only === 'slow' ? 3 : 9)
      }
      for (const only of faults) expect([only, seen[only]]).toMatchObject([only, unharmed])
    })

  it('lose nothing and double nothing where the answer comes after they stopped waiting for it', async () => {
    // Ten seconds: @segment/analytics-node (httpRequestTimeout) and posthog-node (requestTimeout); the others wait on.
    const sent = await Promise.all(
      Object.keys(nodeClients).map(async (name) => {
        const workspace = await newWorkspace()
        const events = nodeClients[name]!.tries === 1 ? 1 : 7
        const task = { name, workspace, address, seed: 1, events, only: 'slow' as const, slow_ms: 11_000 }
        return [name, await sendThroughFaults(product, task)]
      }),
    )
    for (const [name, each] of sent) expect([name, each]).toMatchObject([name, unharmed])
  })

  // The others send again within a second or two, whatever Retry-After says.
  for (const name of ['@segment/analytics-node', '@rudderstack/rudder-sdk-node'])
    it(`lose nothing when they send more than their key may, where they wait as long as they are told (${name})`, async () => {
      const workspace = await newWorkspace()
      const slow = { workspace, name: 'slow', requests_per_second: 1 }
      const { write_key: key } = await product.call(createKey, slow)
      const task = { name, workspace, key, address, seed: 1, most: 0, events: 200 }
      expect(await sendThroughFaults(product, task)).toMatchObject(unharmed)
    })
})
