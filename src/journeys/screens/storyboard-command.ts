import {
  addStep,
  type Edited,
  liftItem,
  moveItem,
  removeItem,
  sinkItem,
  unwrapItem,
  wrapItem,
} from './storyboard-edit.ts'
import { freeName, type OutlineItem } from './storyboard-outline.ts'

/** What can be done to an item of the tree: the key that does it, what it is called, and what is said where it cannot be done. */
export const commands = {
  add: { keys: 'A', words: 'Add a step after it', cannot: '' },
  inside: { keys: 'Shift A', words: 'Add a step inside it', cannot: 'Only a block holds steps.' },
  up: { keys: 'Alt ↑', words: 'Move up', cannot: 'It is the first here already.' },
  down: { keys: 'Alt ↓', words: 'Move down', cannot: 'It is the last here already.' },
  out: { keys: 'Alt ←', words: 'Move out of its block', cannot: 'It stands in no block.' },
  in: { keys: 'Alt →', words: 'Move into the block before it', cannot: 'No block stands right before it.' },
  choice: { keys: 'C', words: 'Put into a choice', cannot: 'Choose a step or a block first.' },
  parallel: { keys: 'P', words: 'Put into a parallel', cannot: 'Choose a step or a block first.' },
  optional: { keys: 'O', words: 'Make optional', cannot: 'Choose a step or a block first.' },
  repeat: { keys: 'R', words: 'Put into a repeat', cannot: 'Choose a step or a block first.' },
  sequence: { keys: 'S', words: 'Put into a sequence', cannot: 'Choose a step or a block first.' },
  unwrap: { keys: 'U', words: 'Take the block apart', cannot: 'Only a block can be taken apart.' },
  remove: { keys: 'Delete', words: 'Remove', cannot: 'A storyboard keeps at least one step.' },
} as const
export type Command = keyof typeof commands

/** Keys that change no text. */
export const otherKeys: [keys: string, words: string][] = [
  ['↑ ↓', 'To the item above or below'],
  ['→ ←', 'Open and enter a block; close it, or go to what it stands in'],
  ['Home End', 'To the first or the last item'],
  ['Enter or F2', 'Rename: to the fields of the item'],
  ['Esc', 'In a field: back to the tree'],
  ['Ctrl Z or ⌘ Z', 'Undo, here and in the text'],
  ['Ctrl Shift Z or ⌘ Shift Z', 'Redo'],
  ['?', 'Show or hide these keys'],
]

interface Press {
  key: string
  altKey: boolean
  shiftKey: boolean
  ctrlKey: boolean
  metaKey: boolean
}

const plain: Record<string, Command> = {
  a: 'add',
  c: 'choice',
  p: 'parallel',
  o: 'optional',
  r: 'repeat',
  s: 'sequence',
  u: 'unwrap',
  insert: 'add',
  delete: 'remove',
  backspace: 'remove',
}
const withAlt: Record<string, Command> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'out',
  ArrowRight: 'in',
}

/** What a key pressed in the tree asks for; null = nothing of these. */
export function commandOf({ key, altKey, shiftKey, ctrlKey, metaKey }: Press): Command | null {
  if (ctrlKey || metaKey) return null
  if (altKey) return withAlt[key] ?? null
  if (shiftKey) return key.toLowerCase() === 'a' ? 'inside' : null
  return plain[key.toLowerCase()] ?? null
}

/** The text after a command on an item; null = it cannot be done there. */
export function commanded(
  command: Command,
  text: string,
  outline: OutlineItem,
  item: OutlineItem,
): Edited | null {
  const { path, kind, children } = item
  const holds = kind === 'storyboard' || (kind !== 'step' && kind !== 'unreadable')
  const inside = () => addStep(text, path, children.length, freeName(outline, 'New step'))
  switch (command) {
    case 'add':
      if (path.length === 0) return inside()
      return addStep(text, path.slice(0, -1), path.at(-1)! + 1, freeName(outline, 'New step'))
    case 'inside':
      return holds ? inside() : null
    case 'up':
      return moveItem(text, path, -1)
    case 'down':
      return moveItem(text, path, 1)
    case 'out':
      return liftItem(text, path)
    case 'in':
      return sinkItem(text, path)
    case 'unwrap':
      return path.length === 0 ? null : unwrapItem(text, path)
    case 'remove':
      return removeItem(text, path)
    default:
      return wrapItem(text, path, command)
  }
}

/** What is said after a command, for those who do not see the tree. */
export function saidOf(command: Command, item: OutlineItem, done: boolean): string {
  const name = wordsOf(item)
  if (!done) return `${commands[command].words}: not here. ${commands[command].cannot}`
  if (command === 'add' || command === 'inside') return 'A step is added. Name it.'
  return `${name}: ${commands[command].words.toLowerCase()}, done. Undo with Ctrl Z.`
}

const kinds: Record<OutlineItem['kind'], string> = {
  storyboard: 'The storyboard',
  step: 'step',
  sequence: 'one after the other',
  choice: 'exactly one of these',
  parallel: 'all of these, in any order',
  optional: 'may be left out',
  repeat: 'again and again',
  unreadable: 'cannot be read',
}

/** An item in words: the name of a step, what a block asks for. */
export function wordsOf({ kind, name, texts }: OutlineItem): string {
  if (kind === 'step') return name || 'Step without a name'
  if (kind === 'storyboard') return name || texts.journey || kinds.storyboard
  if (kind === 'repeat') return `once to ${texts['repeat.up_to'] || 'unknown'} times`
  return kind === 'unreadable' && name ? `${name} (${kinds.unreadable})` : kinds[kind]
}

/** In the address: a step as on the map, a block by its place. */
export function selectedId({ kind, name, place }: OutlineItem): string {
  return kind === 'step' ? `step:${name}` : place && `block:${place}`
}
