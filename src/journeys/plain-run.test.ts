import { expect, test } from 'vitest'
import { firstDisagreement, plainOf } from '../../tools/plain/agreement.ts'
import { pathsOf, spanOver } from '../../tools/plain/design.ts'
import { versionAt } from '../../tools/plain/life.ts'
import { runsOf } from '../../tools/plain/passage.ts'
import { type RandomLife, randomLife } from '../../tools/plain/random-life.ts'
import { day, design, happened, hour } from '../../tools/sample-runs.ts'
import { randomFrom } from '../stats/random.ts'
import type { DesignNode } from './storyboard.ts'

test('10,000 random histories are the runs that the plain definition makes of them, in every measure', () => {
  expect(firstDisagreement(10_000)).toBe(null)
})

const kindsIn = (node: DesignNode): string[] =>
  node.kind === 'step' ? [] : [node.kind, ...node.children.flatMap(kindsIn)]

/** What of the definitions a life comes to. */
function seenIn(life: RandomLife): string[] {
  const runs = runsOf(life.history, life.versions, life.as_of)
  const [lived] = runs
  if (lived === undefined) return ['no run']
  const storyboard = versionAt(life.versions, lived[0]!.started_at)
  // Nothing is taken for a designed step here: what is measured of the design is left to the comparison.
  const plain = plainOf(
    life,
    lived,
    lived.map(() => ''),
  )
  const own = storyboard.silence
  const within = JSON.stringify(storyboard.design)
  const { correlate, zone } = storyboard
  const issue = correlate.by === 'customer' ? correlate.issue : null
  const among = new Set(runs.flatMap((run) => run.map(({ interaction_id }) => interaction_id)))
  const known = life.history.filter(({ started_at }) => started_at <= life.as_of)
  return [
    ...(runs.length > 1 ? ['several runs'] : []),
    ...(runs.length > 1 && issue !== null ? ['runs by issue'] : []),
    ...(issue !== null && known.some((each) => !among.has(each.interaction_id)) ? ['of no run'] : []),
    ...(issue !== null && lived.some(({ attributes }) => !attributes[issue])
      ? ['taken without an issue']
      : []),
    zone === null
      ? 'the zone of the company'
      : zone.attribute === null
        ? 'a zone for all'
        : 'a zone by attribute',
    plain.outcome.kind,
    storyboard.version > 1 ? 'a later version' : 'the first version',
    ...kindsIn(storyboard.design),
    ...['business_hours', 'business_days', 'end_of_day'].filter((word) => within.includes(word)),
    ...(plain.gaps ?? []).flatMap(({ open, tolerance }) => [
      open ? 'silent' : 'gap',
      tolerance === own ? 'tolerated by default' : 'tolerated as told',
    ]),
    ...(plain.chases ?? []).map(() => 'chase'),
    ...plain.switches.map(({ kind }) => kind),
    ...plain.promises.map(({ state }) => state),
    ...(plain.asked?.items ?? []).map(() => 'asked twice'),
    ...(plain.asked?.security_again ? ['security again'] : []),
    ...plain.repeats.map(({ again_at }) => (again_at === null ? 'not repeated' : 'repeated')),
    ...Object.entries(plain.demand).flatMap(([kind, count]) => (count > 0 ? [kind] : [])),
    ...Object.entries(plain.effort).map(([part, count]) => `${part} ${count === null ? 'unknown' : 'known'}`),
    ...plain.hand_offs.map(() => 'hand-off'),
    ...plain.consistency.contradictions.map(() => 'contradiction'),
    ...(plain.questions ?? []).map(
      ({ question, answered }) => `${question} ${answered ? 'answered' : 'open'}`,
    ),
    ...(plain.covered !== null && plain.covered.covered > 0 ? ['covered'] : []),
  ]
}

test('random histories come to everything that is defined', () => {
  const times = new Map<string, number>()
  for (let seed = 0; seed < 1000; seed++)
    for (const what of new Set(seenIn(randomLife(randomFrom(seed)))))
      times.set(what, (times.get(what) ?? 0) + 1)
  const expected = [
    ...[
      'no run',
      'success',
      'failure',
      'abandoned',
      'open',
      'a later version',
      'choice',
      'parallel',
      'optional',
    ],
    ...['repeat', 'business_hours', 'business_days', 'end_of_day', 'silent', 'gap', 'tolerated by default'],
    ...['tolerated as told', 'chase', 'forced', 'chosen', 'kept', 'late', 'renegotiated', 'broken', 'void'],
    ...['unknown', 'asked twice', 'security again', 'repeated', 'not repeated', 'repeat', 'complaint'],
    ...['clarification', 'hold_minutes known', 'active_minutes known', 'documents known', 'transfers known'],
    ...['chases unknown', 'hand-off', 'contradiction', 'received answered', 'needed open', 'next answered'],
    ...['covered', 'several runs', 'runs by issue', 'of no run', 'taken without an issue'],
    ...['the zone of the company', 'a zone for all', 'a zone by attribute'],
  ]
  expect(expected.filter((what) => (times.get(what) ?? 0) < 5)).toEqual([])
})

const bare = { as_of: day(2), horizons: new Map([['test', day(2)]]), news_seen: true }

test('the plain definition itself, counted by hand', () => {
  const history = [
    happened('Asked', 0, { direction: 'inbound', ended_at: hour(1), channel: 'phone' }),
    happened('Written', 4 / 24, {
      direction: 'outbound',
      channel: 'mail',
      news: { received: null, needed_from_you: 'passport', next_by: null, delivery: 'assumed' },
    }),
    happened('Called', 9 / 24, { direction: 'inbound', channel: 'phone' }),
    happened('Called again', 11 / 24, { direction: 'inbound', channel: 'phone' }),
    happened('Done', 12 / 24, { direction: 'outbound', channel: 'mail' }),
  ]
  const outcomes = [
    { outcome: 'done', kind: 'success' as const, touchpoints: ['Done'], attributes: {}, after: null },
  ]
  const storyboard = design(['Asked', 'Done'], { silence: 2 * 3600, outcomes })
  const run = plainOf({ ...bare, history, versions: [storyboard] }, history, ['Asked', '', '', '', 'Done'])
  expect(run.held).toEqual({ active: 1, company: 6, customer: 5, third_party: 0, unknown: 0 })
  expect(run.gaps!.map(({ from, to }) => [(from - day(0)) / 3_600_000, (to - day(0)) / 3_600_000])).toEqual([
    [1, 4],
    [9, 12],
  ])
  expect(run).toMatchObject({ contacts: 5, switched: 3, promises: [], cheapest: true })
  // Called at 9 gives the ball back, so the gap begins with it; called again at 11 is in it.
  expect(run.chases!.map(({ at }) => (at - day(0)) / 3_600_000)).toEqual([11])
  expect(run.switches.map(({ kind }) => kind)).toEqual(['chosen', 'forced', 'chosen'])
  expect(run.effort).toMatchObject({
    contacts: 3,
    forced_switches: 1,
    chases: 1,
    active_minutes: 60,
    minutes: 81,
  })
  // Five interactions, all contacts, three of them extra: 3 × 1.4 of 5 × 1.4 + 2.
  expect(run.conformance).toBeCloseTo(1 - 4.2 / 9)
  expect(run.fitness).toBeCloseTo(1 - 3 / 7)
})

test('paths and business hours by hand', () => {
  const step = (name: string) => (design([name]).design as { children: DesignNode[] }).children[0]!
  const both: DesignNode = { kind: 'parallel', children: [step('B'), step('C')] }
  const loop: DesignNode = { kind: 'repeat', up_to: 2, children: [step('D')] }
  const all = pathsOf({ kind: 'sequence', children: [step('A'), both, loop] }).map((path) => path.join(''))
  expect(all.sort()).toEqual(['ABCD', 'ABCDD', 'ACBD', 'ACBDD'])
  const calendar = {
    zone: 'Europe/Berlin',
    days: ['mon', 'wed'] as ('mon' | 'wed')[],
    opens: 540,
    closes: 720,
    holidays: [],
  }
  // Monday 10:00 in Berlin is 8:00 UTC: two hours until noon, the third on Wednesday from nine to ten.
  expect(spanOver(hour(8), { unit: 'business_hours', count: 3 }, calendar)).toBe(hour(48 + 8))
  expect(spanOver(hour(8), { unit: 'business_days', count: 1 }, calendar)).toBe(hour(48 + 10))
})
