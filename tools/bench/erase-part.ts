import { eraseCustomer, previewErasure } from '../../src/act/contract.ts'
import { identifierId } from '../../src/collect/keys.ts'
import { atMost, told } from './figure.ts'
import { customerOf } from './orders.ts'
import type { Part } from './part.ts'

/** Orders whose customers are erased, one after the other. */
const orders = [10, 20, 30]

export const erasePart: Part = {
  name: 'erase',
  title: 'One customer erased from every table and file',
  minutes: 20,
  run: async (bench) => {
    const server = await bench.loaded()
    const seconds = async (work: () => Promise<unknown>) => {
      const began = performance.now()
      await work()
      return (performance.now() - began) / 1000
    }
    const customers = Math.ceil(Math.ceil(bench.size / 5) * 0.6)
    const erased = orders.map((order) =>
      identifierId({ kind: 'user_id', value: `c${customerOf(order, customers)}` }),
    )
    const preview = await seconds(() => server.call(previewErasure, { customer_id: erased[0]! }))
    const took: number[] = []
    for (const customer_id of erased) {
      took.push(
        await seconds(() =>
          server.call(eraseCustomer, {
            customer_id,
            confirm: customer_id,
            ground: 'asked by the customer',
          }),
        ),
      )
      bench.say(`erased in ${took.at(-1)!.toFixed(1)} s`)
    }
    const size = bench.size.toLocaleString('en-GB')
    return [
      atMost(
        `slowest of ${erased.length}, of ${size} interactions`,
        Math.max(...took),
        's',
        60,
        took.map((each) => each.toFixed(1)).join(', '),
      ),
      told('preview', preview, 's'),
    ]
  },
}
