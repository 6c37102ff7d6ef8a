import { afterAll, beforeAll, expect, test } from 'vitest'
import { type InProcess, openInProcess } from '../in-process.ts'
import { drawFaults } from './faults.ts'
import { lookAt, told } from './look.ts'

const seeds = Array.from({ length: 20 }, (_, index) => 101 + index)
let product: InProcess
beforeAll(async () => {
  product = await openInProcess()
})
afterAll(() => product.close())

test.each(seeds)('company %i: every drawn fault is found at its place with its size', async (seed) => {
  const looked = await lookAt(product, { seed, customers: 2_500, faults: drawFaults(seed) })
  const { missing, wrong_size } = looked.judgement
  expect([...missing, ...wrong_size], told(looked).join('\n')).toEqual([])
})

test('twenty companies without faults have at most one break in all', async () => {
  const found: string[] = []
  for (const seed of seeds) {
    const looked = await lookAt(product, { seed, customers: 2_500, faults: [] })
    found.push(...told(looked).map((line) => `company ${seed} ${line}`))
  }
  expect(found.length, found.join('\n')).toBeLessThanOrEqual(1)
})
