import { afterAll, beforeAll, expect, test } from 'vitest'
import { type InProcess, openInProcess } from '../in-process.ts'
import { drawFaults } from './faults.ts'
import { lookAt, told } from './look.ts'

let product: InProcess
beforeAll(async () => {
  product = await openInProcess()
})
afterAll(() => product.close())

/** The torture looks at twenty, and at twenty without faults. */
test.each([102])('company %i: every drawn fault is found at its place with its size', async (seed) => {
  const looked = await lookAt(product, { seed, customers: 2_500, faults: drawFaults(seed) })
  expect(looked.judgement.missing, told(looked).join('\n')).toEqual([])
  expect(looked.judgement.wrong_size, told(looked).join('\n')).toEqual([])
  expect(looked.judgement.found.length).toBeGreaterThan(0)
})
