import { expect, test } from 'vitest'
import { firstDisagreement } from '../../tools/plain/agreement.ts'

test('300,000 more random histories are the runs that the plain definition makes of them', () => {
  expect(firstDisagreement(300_000, 10_000)).toBe(null)
})
