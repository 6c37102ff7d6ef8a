import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nodeClients } from '../clients/node-clients.ts'
import { type InProcess, openInProcess } from '../in-process.ts'
import { sendThroughFaults } from './send-through-faults.ts'

let product: InProcess
let address: string
beforeAll(async () => {
  product = await openInProcess()
  address = await product.product.listen()
})
afterAll(() => product.close())

describe('clients of others, through a network that breaks', () => {
  for (const name of Object.keys(nodeClients))
    for (const seed of [1, 2])
      it(`lose nothing and double nothing (${name}, seed ${seed})`, async () => {
        const workspace = await product.workspace(`c${seed}-${name.replaceAll(/[^a-z]+/g, '-')}`)
        const { lost, doubled, faults } = await sendThroughFaults(product, {
          name,
          workspace,
          address,
          seed,
          events: 200,
        })
        console.log(`${name}: ${[...faults].map(([fault, times]) => `${times} × ${fault}`).join(', ')}`)
        expect(faults.size).toBeGreaterThan(4)
        expect({ lost, doubled }).toEqual({ lost: [], doubled: [] })
      })
})
