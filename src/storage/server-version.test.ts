import { expect, it } from 'vitest'
import { isOlder } from './server-version.ts'

it('a server is too old before 26.2, and one whose version cannot be read is tried', () => {
  expect(['25.12.1.1', '26.1.3.52', '9.9'].map(isOlder)).toEqual([true, true, true])
  expect(['26.2.1.1', '26.10.4.207', '27.1', 'head'].map(isOlder)).toEqual([false, false, false, false])
})
