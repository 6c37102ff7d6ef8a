import { describe, expect, it } from 'vitest'
import type { RunTrace } from '../contract.ts'
import { seenInRun, unseenInRun } from './seen-in-run.ts'

const day = (date: number) => `2026-05-${String(date).padStart(2, '0')}T09:00:00.000Z`
const nothing: NonNullable<RunTrace['measures']> = {
  ball: null,
  effort: {
    contacts: 2,
    forced_switches: null,
    transfers: null,
    repeats: null,
    hold_minutes: null,
    active_minutes: null,
    documents: null,
    chases: null,
    minutes: null,
    avoidable: null,
  },
  chases: [],
  channel_switches: [],
  asked_again: [],
  hand_offs: [],
  seamless: null,
  statements: 0,
  contradictions: [],
  questions: [],
}
const handOff = { kind: 'channel', from: 'web', to: 'phone', at: day(3) }

describe('what the customer went through in a run', () => {
  it('is told in order of time, and only forced switches are told', () => {
    const seen = seenInRun({
      ...nothing,
      chases: [{ from: 'Sent', channel: 'phone', at: day(9), seconds: 4 * 86_400 }],
      channel_switches: [
        { kind: 'chosen', from: 'web', to: 'chat', at: day(1) },
        { kind: 'forced', from: 'chat', to: 'phone', at: day(2) },
      ],
    })
    expect(seen.map(({ kind, words }) => [kind, words])).toEqual([
      ['forced switch', 'The customer had to change from chat to phone.'],
      ['chase', 'The customer asked by phone after 4 d without news.'],
    ])
  })

  it('a hand-off at which nothing was observed is not said to have gone well', () => {
    const unseen = { identity: null, context: null, asked_again: null, waited: null }
    const well = { identity: false, context: false, asked_again: false, waited: false }
    const words = seenInRun({
      ...nothing,
      hand_offs: [
        { ...handOff, ...unseen },
        { ...handOff, ...well },
        { ...handOff, ...well, context: true },
      ],
    }).map(({ words, bad }) => [words.split(': ')[1], bad])
    expect(words).toEqual([
      ['whether anything was lost is unknown.', false],
      ['nothing was lost.', false],
      ['their history did not go along.', true],
    ])
  })

  it('says what cannot be seen', () => {
    expect(unseenInRun(nothing)).toHaveLength(3)
    const { effort } = nothing
    expect(
      unseenInRun({ ...nothing, effort: { ...effort, chases: 0, transfers: 0 }, statements: 2 }),
    ).toEqual([])
  })
})
