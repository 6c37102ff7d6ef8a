import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { openThroughline, type Throughline } from '../../src/main.ts'
import { drawFaults } from './faults.ts'
import { lookAt, told } from './look.ts'

const data = mkdtempSync(join(tmpdir(), 'throughline-look-'))
let throughline: Throughline
beforeAll(async () => {
  throughline = await openThroughline(readConfig({ data }, {}))
})
afterAll(async () => {
  await throughline.close()
  rmSync(data, { recursive: true })
})

/** The torture looks at twenty; these three take a minute. */
test.each([101, 102, 103])(
  'company %i: every drawn fault is found at its place with its size',
  async (seed) => {
    const looked = await lookAt(throughline, { seed, customers: 2_500, faults: drawFaults(seed) })
    expect(looked.judgement.missing, told(looked).join('\n')).toEqual([])
    expect(looked.judgement.wrong_size, told(looked).join('\n')).toEqual([])
    expect(looked.judgement.found.length).toBeGreaterThan(0)
  },
)

test('a company without faults has no break', async () => {
  const looked = await lookAt(throughline, { seed: 1, customers: 2_500, faults: [] })
  expect(looked.breaks, told(looked).join('\n')).toEqual([])
})
