import type { RunTrace } from '../../src/journeys/contract.ts'
import type { Made } from './passage.ts'

type Measures = NonNullable<RunTrace['measures']>
const iso = (at: number) => new Date(at).toISOString()

/** What an invented claim is measured by: chases as they were made, documents asked twice, two dates told. */
export function measuresOf(made: Made[]): Measures {
  const chased = made.filter(({ touchpoint }) => touchpoint === 'Chase call')
  const asked = made.filter(({ touchpoint }) => touchpoint === 'Documents asked').slice(1)
  const phoned = chased.filter(({ channel }) => channel === 'phone')
  const active = made.reduce((sum, one) => sum + (one.minutes ?? 0), 0)
  const avoidable = chased.length * 15 + asked.length * 20
  const [first, second] = phoned.map(({ at }, place) => ({
    at: iso(at),
    channel: 'phone',
    owner: place === 0 ? 'Claims' : 'Surveyors',
    value: new Date(at + 6 * 86_400_000).toUTCString().slice(5, 11),
  }))
  return {
    ball: null,
    effort: {
      contacts: made.filter(({ begun_by }) => begun_by === 'customer').length,
      forced_switches: phoned.length,
      transfers: phoned.length,
      repeats: asked.length,
      hold_minutes: null,
      active_minutes: active,
      documents: 1 + asked.length,
      chases: chased.length,
      minutes: active + avoidable + 20,
      avoidable,
    },
    chases: chased.map(({ at, channel }) => ({
      from: 'Documents sent',
      channel,
      at: iso(at),
      seconds: 432_000,
    })),
    channel_switches: phoned.map(({ at }) => ({ kind: 'forced', from: 'web', to: 'phone', at: iso(at) })),
    asked_again: asked.map(({ at, channel }) => ({
      item: 'invoice',
      channel,
      given_in: 'web',
      security: false,
      at: iso(at),
    })),
    hand_offs: phoned.map(({ at }, place) => ({
      kind: 'channel',
      from: 'web',
      to: 'phone',
      at: iso(at),
      identity: place === 0,
      context: null,
      asked_again: false,
      waited: true,
    })),
    seamless: phoned.length ? 1 - (phoned.length + 1) / (3 * phoned.length) : null,
    statements: 1 + phoned.length,
    contradictions:
      first && second
        ? [
            {
              about: 'decision',
              what: 'date',
              first,
              second,
            },
          ]
        : [],
    questions: [],
  }
}
