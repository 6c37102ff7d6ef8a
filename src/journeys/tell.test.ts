import { describe, expect, test } from 'vitest'
import { day, design, happened, when } from '../../tools/sample-runs.ts'
import type { Interaction } from '../collect/contract.ts'
import { runsOf } from './runs.ts'
import { tellRun } from './tell.ts'

const storyboard = design(['Documents sent', 'Decision sent'], {
  silence: 3 * 86_400,
  outcomes: [
    { outcome: 'decided', kind: 'success', touchpoints: ['Decision sent'], attributes: {}, after: null },
  ],
})
const told = (due: number, at: number) => [
  {
    what: 'decision',
    act: 'made' as const,
    due: day(due),
    at: day(at),
    fulfilled_by: ['Decision sent'],
    replaced_by: [],
    voided_by: [],
  },
]
const phone = { channel: 'phone', direction: 'inbound' as const }
const tell = (history: Interaction[], as_of: number, options?: { name?: string | null; zone?: string }) =>
  tellRun(runsOf(history, storyboard, { ...when(day(as_of)), news_seen: true })[0]!, history, options)

const chased = [
  happened('Documents sent', 0, { direction: 'inbound' }),
  happened('Call', 9, { ...phone, promises: told(11, 9) }),
  happened('Call', 9.2, { ...phone, promises: told(15, 9.2) }),
  happened('Decision sent', 18, {
    direction: 'outbound',
    news: { received: null, needed_from_you: 'nothing', next_by: null, delivery: 'assumed' },
  }),
]

describe('a run in words', () => {
  test('tells the silence, the chases, what was told, the promise and the end', () => {
    expect(tell(chased, 60, { name: 'Ana' })).toBe(
      'Ana began with “Documents sent” on 5 May 2025, heard nothing for 9 days, called twice, was told Friday, then Tuesday, ' +
        'heard nothing for 9 days, got “Decision sent” on 23 May; the promise “decision” was kept 3 days late. Ended as “decided” on 23 May, after 18 days.',
    )
  })

  test('names nobody it does not know', () => {
    expect(tell(chased, 60)).toMatch(/^The customer began with/)
    expect(tell(chased, 60, { name: '' })).toMatch(/^The customer began with/)
  })

  test('tells an open run as of its moment', () => {
    expect(tell(chased.slice(0, 1), 7)).toBe(
      'The customer began with “Documents sent” on 5 May 2025, has heard nothing since, for 7 days. Still open on 12 May, after 7 days.',
    )
  })

  test('tells a silence that goes on after what came later', () => {
    const history = [...chased.slice(0, 1), happened('Call', 2, phone)]
    expect(tell(history, 7)).toContain('called, has heard nothing since, for 7 days. Still open')
  })

  test('does not say that a run is open where no storyboard says what would end it', () => {
    const undesigned = { ...storyboard, version: 0, outcomes: [] }
    const run = runsOf(chased.slice(0, 1), undesigned, when(day(7)))[0]!
    expect(tellRun(run, chased)).toBe('The customer began with “Documents sent” on 5 May 2025.')
  })

  test('uses the dates of the zone given, and UTC for one that does not exist', () => {
    expect(tell(chased.slice(0, 1), 2, { zone: 'America/Sao_Paulo' })).toContain('on 4 May 2025')
    expect(tell(chased.slice(0, 1), 2, { zone: 'Nowhere/Land' })).toContain('on 5 May 2025')
  })

  test('stays a sentence however much happened', () => {
    const many = Array.from({ length: 500 }, (_, index) => happened(`T${index % 7}`, index / 100))
    expect(tell([happened('Documents sent', 0), ...many], 60).length).toBeLessThan(800)
  })
})
