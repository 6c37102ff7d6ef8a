import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { openThroughline, type Throughline } from '../../src/main.ts'
import { drawFaults } from './faults.ts'
import { lookAt, told } from './look.ts'

const data = mkdtempSync(join(tmpdir(), 'throughline-look-'))
const seeds = Array.from({ length: 20 }, (_, index) => 101 + index)
let throughline: Throughline
beforeAll(async () => {
  throughline = await openThroughline(readConfig({ data }, {}))
})
afterAll(async () => {
  await throughline.close()
  rmSync(data, { recursive: true })
})

test.each(seeds)('company %i: every drawn fault is found at its place with its size', async (seed) => {
  const looked = await lookAt(throughline, { seed, customers: 2_500, faults: drawFaults(seed) })
  const { missing, wrong_size } = looked.judgement
  expect([...missing, ...wrong_size], told(looked).join('\n')).toEqual([])
})

test('twenty companies without faults have at most one break in all', async () => {
  const found: string[] = []
  for (const seed of seeds) {
    const looked = await lookAt(throughline, { seed, customers: 2_500, faults: [] })
    found.push(...told(looked).map((line) => `company ${seed} ${line}`))
  }
  expect(found.length, found.join('\n')).toBeLessThanOrEqual(1)
})
