import { expect, test } from 'vitest'
import { foundAt } from './storyboard-found.ts'
import { historyOf, redone, undone, written } from './storyboard-history.ts'
import { freeName, itemOfLine, itemOn, itemsOf, namesIn, outlineOf } from './storyboard-outline.ts'

const text = `journey: order
title: Orders
steps:
  - step: Order placed
    channels: [web]
    promise:
      what: delivery
      due_in: 10d
  - repeat:
      up_to: 3
      steps:
        - { step: Tried, within: 2d, tells: [date] }
        - choice: [{ step: Back }, { step: Again, channels: post }]
  - nonsense
`

test('an outline names every item, its place as the check has it, its lines and its fields', () => {
  const outline = outlineOf(text)!
  expect(itemsOf(outline).map(({ kind, name, place, from, to }) => [kind, name, place, from, to])).toEqual([
    ['storyboard', 'Orders', '', 1, 14],
    ['step', 'Order placed', 'steps[0]', 4, 8],
    ['repeat', '', 'steps[1]', 9, 13],
    ['step', 'Tried', 'steps[1].repeat.steps[0]', 12, 12],
    ['choice', '', 'steps[1].repeat.steps[1]', 13, 13],
    ['step', 'Back', 'steps[1].repeat.steps[1].choice[0]', 13, 13],
    ['step', 'Again', 'steps[1].repeat.steps[1].choice[1]', 13, 13],
    ['unreadable', 'nonsense', 'steps[2]', 14, 14],
  ])
  const [, placed, repeat] = itemsOf(outline)
  expect(placed!.texts).toMatchObject({ 'promise.what': 'delivery', 'promise.due_in': '10d' })
  expect(placed!.lines).toMatchObject({ step: 4, promise: 6, 'promise.due_in': 8 })
  expect(repeat!.texts['repeat.up_to']).toBe('3')
  expect(namesIn(outline, 'channels')).toEqual(['web', 'post'])
  expect(freeName(outline, 'Tried')).toBe('Tried 2')
  expect(itemOfLine(outline, 8).name).toBe('Order placed')
  expect(itemOn(outline, [1, 7]).kind).toBe('choice')
  expect(outlineOf('steps: [')).toBeNull()
})

test('what the check finds stands at its field, however it is named', () => {
  const found = foundAt(outlineOf(text)!, [
    { line: 12, field: 'steps[1].repeat.steps[0].within', message: 'a', warning: false },
    { line: 5, field: 'steps[0].channels[0]', message: 'b', warning: false },
    { line: 6, field: 'Order placed.promise.due_in', message: 'c', warning: true },
    { line: 1, field: 'silence', message: 'd', warning: false },
    { line: 8, field: '', message: 'e', warning: false },
    { line: 12, field: 'Tried', message: 'f', warning: true },
  ])
  expect([...found].flatMap(([place, all]) => all.map(({ message, at }) => [message, place, at]))).toEqual([
    ['a', 'steps[1].repeat.steps[0]', 'within'],
    ['f', 'steps[1].repeat.steps[0]', ''],
    ['b', 'steps[0]', 'channels'],
    ['c', 'steps[0]', 'promise.due_in'],
    ['e', 'steps[0]', 'promise.due_in'],
    ['d', '', 'silence'],
  ])
})

test('what is typed in one go is taken back in one go', () => {
  let history = historyOf('a')
  history = written(history, 'ab', 'title', 0)
  history = written(history, 'abc', 'title', 1000)
  history = written(history, 'abcd', 'owner', 1100)
  history = written(history, 'abcde', 'owner', 9000)
  expect(history.past).toEqual(['a', 'abc', 'abcd'])
  history = undone(undone(history))
  expect(history.text).toBe('abc')
  expect(redone(history).text).toBe('abcd')
  expect(redone(written(history, 'x', '', 9100)).text).toBe('x')
  expect(undone(undone(undone(history))).text).toBe('a')
})
