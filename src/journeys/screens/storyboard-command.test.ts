import { expect, test } from 'vitest'
import { commanded, commandOf, commands, saidOf, selectedId, wordsOf } from './storyboard-command.ts'
import { itemOn, outlineOf } from './storyboard-outline.ts'
import { walkedTree } from './storyboard-walk.ts'

const text = `journey: order
steps:
  - step: Placed
  - choice:
      - step: Card
      - step: Bill
  - repeat: { up_to: 3, steps: [{ step: Tried }] }
`
const outline = outlineOf(text)!
const press = (
  key: string,
  held: Partial<Record<'altKey' | 'shiftKey' | 'ctrlKey' | 'metaKey', true>> = {},
) => commandOf({ key, altKey: false, shiftKey: false, ctrlKey: false, metaKey: false, ...held })

test('every command that is listed has the key that is listed for it', () => {
  const keys: Record<string, string> = {
    '↑': 'ArrowUp',
    '↓': 'ArrowDown',
    '←': 'ArrowLeft',
    '→': 'ArrowRight',
  }
  for (const [name, { keys: listed }] of Object.entries(commands)) {
    const parts = listed.split(' ')
    const key = parts.at(-1)!
    const held = {
      ...(parts[0] === 'Alt' ? { altKey: true as const } : {}),
      ...(parts[0] === 'Shift' ? { shiftKey: true as const } : {}),
    }
    expect(press(keys[key] ?? key, held)).toBe(name)
  }
  expect(press('c', { ctrlKey: true })).toBeNull()
  expect(press('a', { metaKey: true })).toBeNull()
  expect(press('x')).toBeNull()
})

test('a command does what it says to the chosen item, or says why not', () => {
  const bill = itemOn(outline, [1, 1])
  expect(commanded('out', text, outline, bill)!.path).toEqual([2])
  expect(commanded('inside', text, outline, bill)).toBeNull()
  expect(saidOf('inside', bill, false)).toBe('Add a step inside it: not here. Only a block holds steps.')
  expect(commanded('add', text, outline, outline)!.path).toEqual([3])
  expect(commanded('inside', text, outline, itemOn(outline, [1]))!.text).toContain(
    '      - step: New step\n  - repeat',
  )
  expect(commanded('remove', text, outline, outline)).toBeNull()
  expect(commanded('choice', text, outline, outline)).toBeNull()
  expect(saidOf('up', bill, true)).toBe('Bill: move up, done. Undo with Ctrl Z.')
})

test('arrows walk what is in sight, open, close and enter blocks', () => {
  const at = (path: number[]) => itemOn(outline, path)
  const walk = (path: number[], key: string, closed: string[] = []) => {
    const found = walkedTree(outline, new Set(closed), at(path), key)
    return found && [found.item.place, found.toggled?.place]
  }
  expect(walk([0], 'ArrowDown')).toEqual(['steps[1]', undefined])
  expect(walk([1], 'ArrowDown')).toEqual(['steps[1].choice[0]', undefined])
  expect(walk([1], 'ArrowDown', ['steps[1]'])).toEqual(['steps[2]', undefined])
  expect(walk([1], 'ArrowRight', ['steps[1]'])).toEqual(['steps[1]', 'steps[1]'])
  expect(walk([1], 'ArrowRight')).toEqual(['steps[1].choice[0]', undefined])
  expect(walk([1], 'ArrowLeft')).toEqual(['steps[1]', 'steps[1]'])
  expect(walk([1, 0], 'ArrowLeft')).toEqual(['steps[1]', undefined])
  expect(walk([0], 'Home')).toEqual(['', undefined])
  expect(walk([0], 'End')).toEqual(['steps[2].repeat.steps[0]', undefined])
  expect(walk([0], 'q')).toBeNull()
})

test('items are named in words, and in the address as on the map', () => {
  expect(['choice', 'repeat'].map((_, index) => wordsOf(itemOn(outline, [index + 1])))).toEqual([
    'exactly one of these',
    'once to 3 times',
  ])
  expect(wordsOf(outline)).toBe('order')
  expect([selectedId(itemOn(outline, [0])), selectedId(itemOn(outline, [1])), selectedId(outline)]).toEqual([
    'step:Placed',
    'block:steps[1]',
    '',
  ])
})
