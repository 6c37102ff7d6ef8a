import { describe, expect, it, test } from 'vitest'
import { parseStoryboard } from '../storyboard.ts'
import { withoutPart, withPart, withPartNamed, withPartNames } from './storyboard-part-edit.ts'
import { objectiveTurned, outcomeTurned, zoneWritten } from './storyboard-part-turn.ts'
import { fieldOf, freeAmong, partsOf } from './storyboard-parts.ts'

const text = `journey: order
version: 1
correlate: { subject: order }
steps:
  - { step: Placed, asks: [address], promise: { what: delivery, due_in: 2d, fulfilled_by: [Delivered] } }
  - { step: Delivered }
# how it ends
outcomes:
  delivered: { kind: success, touchpoints: [Delivered] }   # at the door
  # nobody came
  gone: { kind: abandoned, after: 60d }
objectives:
  - { name: In time, share: 90%, outcome: delivered, within: 5d }
`
const lines = (...changed: [from: string, to: string][]) =>
  changed.reduce((all, [from, to]) => {
    expect(all).toContain(from)
    return all.replace(from, to)
  }, text)

describe('the first of a part stands where the language has it, on a line of its own', () => {
  it.each([
    [
      'a calendar before the steps',
      withPart(text, ['calendar'], { zone: 'UTC', days: ['mon', 'tue'], hours: '09:00-17:00' }),
      lines(['steps:\n', 'calendar: { zone: UTC, days: [mon, tue], hours: 09:00-17:00 }\nsteps:\n']),
    ],
    [
      'an item',
      withPart(text, ['items', 'address'], {}),
      lines(['steps:\n', 'items:\n  address: {}\nsteps:\n']),
    ],
    [
      'an objective after the others',
      withPart(text, ['objectives', 1], { name: 'Quiet', share: '80%', silence: '4d' }),
      `${text}  - { name: Quiet, share: 80%, silence: 4d }\n`,
    ],
    ['no objective', withoutPart(text, ['objectives', 0]), text.slice(0, text.indexOf('objectives:'))],
  ])('%s', (_, written, expected) => expect(written).toBe(expected))
})

test('another kind of outcome takes what belongs to the former along', () => {
  const [delivered, gone] = partsOf(text)!.outcomes
  expect(outcomeTurned(text, delivered!, 'abandoned')).toBe(
    lines(['{ kind: success, touchpoints: [Delivered] }', '{ kind: abandoned, after: 30d }']),
  )
  expect(outcomeTurned(text, gone!, 'failure')).toBe(
    lines(['{ kind: abandoned, after: 60d }', '{ kind: failure }']),
  )
})

test('an objective over something else loses its bound, and no other', () => {
  const [objective] = partsOf(text)!.objectives
  const turned = objectiveTurned(text, 0, objective!, 'contacts', '5')
  expect(turned).toBe(lines([', outcome: delivered, within: 5d', ', contacts: 5']))
  expect(parseStoryboard(turned).problems).toEqual([])
  expect(objectiveTurned(text, 0, objective!, 'outcome', 'x')).toBe(text)
})

test('the customers’ zone is one for all, or that of an attribute', () => {
  const one = zoneWritten(text, { attribute: '', otherwise: 'UTC' })
  expect(one).toContain('zone: UTC\n')
  const named = zoneWritten(one, { attribute: 'tz', otherwise: 'UTC' })
  expect(partsOf(named)!.zone).toEqual({ attribute: 'tz', otherwise: 'UTC' })
  expect(parseStoryboard(named).problems).toEqual([])
  expect(zoneWritten(named, { attribute: '', otherwise: '' })).toBe(text)
})

test('a name that is taken, or none, is refused; another keeps the line and its comment', () => {
  expect(withPartNamed(text, ['outcomes', 'gone'], 'delivered')).toBeNull()
  expect(withPartNamed(text, ['outcomes', 'gone'], ' ')).toBeNull()
  expect(withPartNamed(text, ['outcomes', 'delivered'], 'brought: home')).toBe(
    lines(['  delivered: { kind', '  "brought: home": { kind']),
  )
})

test('a form is empty where nothing is written, and keeps what the language refuses', () => {
  const odd = withPartNames(
    withPart(text, ['objectives', 0, 'share'], '9 of 10'),
    ['calendar', 'days'],
    ['moon'],
  )
  expect(partsOf(odd)).toMatchObject({
    calendar: { zone: '', days: ['moon'], hours: '' },
    objectives: [{ name: 'In time', share: '9 of 10', kind: 'outcome', value: 'delivered', window: '' }],
    items: [],
    zone: { attribute: '', otherwise: '' },
  })
  const { problems } = parseStoryboard(odd)
  expect(problems.map(({ field }) => field)).toContain(fieldOf(['objectives', 0, 'share']))
  expect(partsOf('a: [')).toBeNull()
})

test('what is typed key by key needs no quotes in the end', () => {
  const typed = ['', '8', '85', '85%'].reduce(
    (all, share) => withPart(all, ['objectives', 0, 'share'], share),
    text,
  )
  expect(typed).toBe(lines(['share: 90%', 'share: 85%']))
})

test('a new name is free', () => {
  expect(freeAmong(['new', 'new 2'], 'new')).toBe('new 3')
})
