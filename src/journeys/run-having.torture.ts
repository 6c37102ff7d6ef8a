import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type InProcess, openInProcess } from '../../tools/in-process.ts'
import { runSample } from '../../tools/sample/main.ts'
import * as contract from './contract.ts'
import { havingOf, partsOfHaving } from './contract.ts'
import { havingCondition } from './run-having.ts'

describe('what a run must have, as text', () => {
  test('comes back as it was written, with bars, stars and blanks in a name', () => {
    for (const parts of [['web', 'phone'], [null, 'a|b'], ['*', ''], ['back\\slash|', 'x'], []]) {
      const text = havingOf('forced_switch', ...parts)
      expect(partsOfHaving(text)).toEqual({ kind: 'forced_switch', parts })
    }
    expect(havingOf('contradiction', null, null, 'price')).toBe('contradiction|*|*|price')
    expect(havingOf('hand_off', 'channel', null, null)).toBe('hand_off|channel')
  })

  test('is refused with what there is', () => {
    expect(() => havingCondition('sorrow')).toThrow(/No run can have 'sorrow'/)
    expect(() => havingCondition('silent|web')).toThrow(/with 1 parts after silent/)
  })

  test('is given to the engine as parameters', () => {
    const { condition, params } = havingCondition("forced_switch|web') OR 1=1|*")
    expect(params).toEqual({ having_from: "web') OR 1=1" })
    expect(condition).not.toContain('OR 1=1')
  })
})

describe('the sample company', () => {
  let product: InProcess
  const journeys = ['get-connected', 'help']
  beforeAll(async () => {
    product = await openInProcess()
    const [out, truth] = [join(product.data, 'company'), join(product.data, 'truth.json')]
    expect(runSample(['--out', out, '--truth', truth, '--customers', '700', '--seed', '3'])).toBe(0)
    await product.workspace('sample')
    expect(await product.import('sample', out)).toMatchObject({ state: 'done' })
  }, 120_000)
  afterAll(() => product.close())

  /** Each number of runs a report tells, and what lists them. */
  async function told(input: { workspace: string; journey: string; outcome?: string }) {
    const [report, silence, repeats, consistency, places, waste] = await Promise.all([
      product.call(contract.readJourney, input),
      product.call(contract.readSilence, input),
      product.call(contract.readRepeats, input),
      product.call(contract.readConsistency, input),
      product.call(contract.readPlaces, input),
      product.call(contract.readWaste, input),
    ])
    return [
      ...ofReport(report),
      ...ofSilence(silence),
      ...ofRepeats(repeats),
      ...ofConsistency(consistency),
      ...ofSteps(places, waste),
    ]
  }

  test.each(journeys)('%s: every number of runs is that of the list behind it', async (journey) => {
    for (const outcome of [undefined, 'open']) {
      const input = { workspace: 'sample', journey, ...(outcome ? { outcome } : {}) }
      const numbers = await told(input)
      const lists = await Promise.all(
        numbers.map(async ([having]) => {
          const { total } = await product.call(contract.listRuns, { ...input, having, limit: 1 })
          return [having, total]
        }),
      )
      expect(lists).toEqual(numbers)
      if (outcome === undefined) expect(numbers.filter(([, runs]) => runs > 0).length).toBeGreaterThan(5)
    }
  })

  test.each(journeys)(
    '%s: what customers began next is listed by the runs it came after',
    async (journey) => {
      const input = { workspace: 'sample', journey }
      const { next_issue } = await product.call(contract.readOnward, input)
      const lists = await Promise.all(
        next_issue.following.map(async (next) => {
          const having = havingOf('followed_by', next.journey)
          return (await product.call(contract.listRuns, { ...input, having, limit: 1 })).total
        }),
      )
      expect(lists).toEqual(next_issue.following.map(({ runs }) => runs))
      expect(lists.some((runs) => runs > 0)).toBe(true)
    },
  )

  test('lists runs of one kind only: forced and chosen switches are different runs or both', async () => {
    const runs = async (having: string) =>
      (
        await product.call(contract.listRuns, {
          workspace: 'sample',
          journey: journeys[0]!,
          having,
          limit: 9,
        })
      ).runs
    for (const { run_id } of await runs('forced_switch')) {
      const { measures } = await product.call(contract.readRun, { workspace: 'sample', run_id })
      expect(measures!.channel_switches.map(({ kind }) => kind)).toContain('forced')
    }
    for (const { run_id } of await runs('chase')) {
      const { measures } = await product.call(contract.readRun, { workspace: 'sample', run_id })
      expect(measures!.chases.length).toBeGreaterThan(0)
    }
  })
})

type Told = [having: string, runs: number][]

const ofReport = ({ silence }: contract.JourneyReport): Told => [
  ['silent', silence.runs_silent],
  ['silent_now', silence.silent_now],
]
const ofSilence = ({ silent, now }: contract.SilenceReport): Told => [
  ['silent', silent.count],
  ['silent_now', now.runs],
]

const ofSteps = ({ steps }: contract.PlacesReport, waste: contract.WasteReport): Told => [
  ...steps.map(({ place, runs }): Told[number] => [havingOf('came_to', place), runs]),
  ...waste.steps.flatMap(
    ({ step, taken, skipped }): Told => [
      [havingOf('decided_with', step), taken],
      [havingOf('decided_without', step), skipped],
    ],
  ),
]

function ofRepeats({ first_contact_resolution, failure_demand, switches }: contract.RepeatsReport): Told {
  const kinds = ['forced', 'chosen', 'designed'] as const
  return [
    ...first_contact_resolution.map(({ days, runs }): Told[number] => [
      havingOf('came_again', `${days}`),
      runs,
    ]),
    ['failure_demand', failure_demand.runs.all],
    ...(['chase', 'repeat', 'complaint', 'clarification'] as const).map((kind): Told[number] => [
      kind,
      failure_demand.runs[kind],
    ]),
    ...kinds.map((kind): Told[number] => [`${kind}_switch`, switches.runs[kind]]),
    ...switches.pairs.flatMap(({ from, to, runs }) =>
      kinds.map((kind): Told[number] => [havingOf(`${kind}_switch`, from, to), runs[kind]]),
    ),
  ]
}

function ofConsistency({ asked_twice, contradictions, hand_offs }: contract.ConsistencyReport): Told {
  return [
    ['asked_twice', asked_twice.runs.again],
    ['security_asked_twice', asked_twice.runs.security],
    ...asked_twice.items.map(({ item, given_in, channel, security, runs }): Told[number] => [
      havingOf(security ? 'security_asked_twice' : 'asked_twice', item, given_in, channel),
      runs,
    ]),
    ['contradiction', contradictions.runs.count],
    ...contradictions.pairs.map(({ first, second, runs }): Told[number] => [
      havingOf('contradiction', first, second),
      runs,
    ]),
    ...contradictions.kinds.map(({ what, runs }): Told[number] => [
      havingOf('contradiction', null, null, what),
      runs,
    ]),
    ['hand_off', hand_offs.runs],
    ['no_hand_off', hand_offs.without.count],
    ...hand_offs.failures.map(({ failure, runs }): Told[number] => [
      havingOf('hand_off', null, null, null, failure),
      runs,
    ]),
    ...hand_offs.pairs.flatMap(
      ({ kind, from, to, runs, failed_runs }): Told => [
        [havingOf('hand_off', kind, from, to), runs],
        [havingOf('hand_off', kind, from, to, 'failed'), failed_runs],
      ],
    ),
  ]
}
