import { setTimeout as wait } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { createRemembered } from './remembered.ts'

const question = { sql: 'SELECT count() FROM throughline.runs', params: { workspace: 'main' } }

/** Answers with how often it was asked. */
function counted() {
  let asked = 0
  return async () => [++asked]
}

test('an answer holds until its table is written to, and not longer', async () => {
  const remembered = createRemembered(Number.POSITIVE_INFINITY)
  const ask = counted()
  expect(await remembered.answer(question, ask)).toEqual([1])
  remembered.written('throughline.records')
  expect(await remembered.answer(question, ask)).toEqual([1])
  remembered.written('throughline.runs')
  expect(await remembered.answer(question, ask)).toEqual([2])
  remembered.written()
  expect(await remembered.answer(question, ask)).toEqual([3])
})

test('what is computed while a write goes on is asked again after it', async () => {
  const remembered = createRemembered(Number.POSITIVE_INFINITY)
  const ask = counted()
  const early = remembered.answer(question, ask)
  remembered.written('throughline.runs')
  expect(await early).toEqual([1])
  expect(await remembered.answer(question, ask)).toEqual([2])
})

test('other arguments are another question, and equal ones at a time are asked once', async () => {
  const remembered = createRemembered(Number.POSITIVE_INFINITY)
  const ask = counted()
  const both = await Promise.all([remembered.answer(question, ask), remembered.answer(question, ask)])
  expect(both).toEqual([[1], [1]])
  expect(await remembered.answer({ ...question, params: { workspace: 'other' } }, ask)).toEqual([2])
})

test('a failure is not remembered', async () => {
  const remembered = createRemembered(Number.POSITIVE_INFINITY)
  await expect(remembered.answer(question, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await remembered.answer(question, counted())).toEqual([1])
})

test('a clock that is set back keeps no answer longer', async () => {
  const remembered = createRemembered(20)
  const ask = counted()
  expect(await remembered.answer(question, ask)).toEqual([1])
  const back = vi.spyOn(Date, 'now').mockReturnValue(Date.now() - 3_600_000)
  await wait(40)
  expect(await remembered.answer(question, ask)).toEqual([2])
  back.mockRestore()
})
