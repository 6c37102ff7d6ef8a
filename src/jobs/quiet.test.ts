import { expect, test } from 'vitest'
import { createQuiet } from './quiet.ts'

function watched() {
  let used = 0
  let at = 0
  const isDue = createQuiet(
    () => used,
    () => at,
  )
  return (worked_ms: number): boolean => {
    used += worked_ms
    at += 5_000
    return isDue()
  }
}

test('nothing is tidied up while there is work', () => {
  const look = watched()
  expect([4_000, 900, 6_000].map(look)).toEqual([false, false, false])
})

test('once it is quiet after work it is tidied up, and not again before there was work', () => {
  const look = watched()
  expect([4_000, 100, 100, 200, 100].map(look)).toEqual([false, true, false, false, false])
  expect([700, 100, 100].map(look)).toEqual([false, true, false])
})

test('a process that was quiet from its start is tidied up once', () => {
  const look = watched()
  expect([100, 100].map(look)).toEqual([true, false])
})

test('a look that comes right after another tells nothing', () => {
  let at = 0
  const isDue = createQuiet(
    () => 0,
    () => at,
  )
  at = 10
  expect(isDue()).toBe(false)
  at = 5_000
  expect(isDue()).toBe(true)
})
