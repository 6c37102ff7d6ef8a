import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { day, design, happened, story, when } from '../../tools/sample-runs.ts'
import type { Interaction } from '../collect/contract.ts'
import { askedTwice, askRules, askRulesOf } from './asked-twice.ts'
import { runsOf } from './runs.ts'

const nothing = () => undefined
const at = (on: number, asks: string[], gives: string[] = [], more: Partial<Interaction> = {}) =>
  happened('X', on, { information_asked: asks, information_given: gives, ...more })

describe('an item asked twice', () => {
  test('was given before, in whichever channel, and opens to both', () => {
    const found = askedTwice(
      [at(0, [], ['Address'], { channel: 'web' }), at(3, ['address', 'reason'], [], { channel: 'phone' })],
      nothing,
    )
    expect(found).toMatchObject({ asked: 2, again: 1, security_asked: 0 })
    expect(found!.items).toMatchObject([
      { item: 'address', channel: 'phone', at: day(3), given_at: day(0), given_in: 'web', security: false },
    ])
  })

  test('has a place: the designed step, else the touchpoint, where it was given and where it is asked again', () => {
    const ordered = design(['Order'])
    const history = [
      happened('Order', 0, { information_given: ['address'] }),
      happened('Letter', 2, { information_asked: ['address'] }),
    ]
    const [run] = runsOf(history, ordered, when(day(9)))
    expect(run!.asked_twice!.items).toMatchObject([{ from: 'Order', to: 'Letter' }])
    const renamed = { ...ordered, design: { ...design(['Contract']).design } }
    const contract = renamed.design as { children: { touchpoints: string[] }[] }
    contract.children[0]!.touchpoints = ['Order']
    expect(runsOf(history, renamed, when(day(9)))[0]!.asked_twice!.items).toMatchObject([
      { from: 'Contract', to: 'Letter' },
    ])
  })

  test('is not one asked and given in the same interaction, nor one asked before it was given', () => {
    expect(askedTwice([at(0, ['name'], ['name'])], nothing)).toMatchObject({ asked: 1, again: 0 })
    expect(askedTwice([at(0, ['name']), at(1, ['name']), at(2, [], ['name'])], nothing)).toMatchObject({
      asked: 2,
      again: 0,
    })
  })

  test('is unknown where no interaction says what it asked', () => {
    expect(askedTwice([at(0, [], ['name']), at(1, [])], nothing)).toBe(null)
  })

  test('counts apart when it proves who somebody is', () => {
    const known = at(0, ['PIN'], ['pin', 'address'])
    expect(askedTwice([known, at(1, ['pin', 'address'])], nothing)).toMatchObject({
      asked: 1,
      again: 1,
      security_asked: 2,
      security_again: 1,
    })
  })

  test('may be asked anew once it has expired, and not a moment sooner', () => {
    const rules = askRulesOf([{ item: 'Income', security: false, expires: 86_400 }])
    const again = (later: number) =>
      askedTwice(
        [at(0, [], ['income']), at(0, ['income'], [], { started_at: day(1) + later })],
        nothing,
        rules,
      )
    expect(again(0)!.again).toBe(1)
    expect(again(1)!.again).toBe(0)
  })

  test('may be asked by the design, where the data does not say what was asked', () => {
    const storyboard = story(`
journey: a
version: 1
correlate: { subject: order }
items: { address: {}, number: {}, secret: { security: true } }
steps:
  - { step: Ordered, asks: [address, secret], tells: [number] }
  - { step: Checked, asks: [address, secret] }
  - { step: Called }
outcomes: { done: { kind: success, touchpoints: [Called] } }
`)
    const history = [
      happened('Ordered', 0),
      happened('Checked', 1),
      happened('Called', 2, { information_asked: ['number'] }),
    ]
    expect(runsOf(history, storyboard, when(day(9)))[0]!.asked_twice).toMatchObject({
      asked: 3,
      again: 2,
      security_asked: 2,
      security_again: 1,
    })
    expect(runsOf(history, design([]), when(day(9)))[0]!.asked_twice).toMatchObject({ asked: 1, again: 0 })
  })

  test('would not be asked again if it were shared', () => {
    const history = [at(0, [], ['address', 'name']), at(1, ['address', 'name', 'reason'])]
    const shared = { ...askRules, shared: new Set(['address']) }
    expect(askedTwice(history, nothing)).toMatchObject({ asked: 3, again: 2 })
    expect(askedTwice(history, nothing, shared)).toMatchObject({ asked: 2, again: 1 })
  })

  test('is fewer, never more, when one more field is shared: in number and in rate', () => {
    const names = ['a', 'b', 'c', 'pin']
    const entry = fc.record({ asks: fc.subarray(names), gives: fc.subarray(names) })
    fc.assert(
      fc.property(
        fc.array(entry, { minLength: 1, maxLength: 8 }),
        fc.subarray(names),
        fc.constantFrom(...names),
        (entries, shared, more) => {
          const history = entries.map(({ asks, gives }, index) => at(index, asks, gives))
          const count = (fields: string[]) =>
            askedTwice(history, nothing, { ...askRules, shared: new Set(fields) })
          const before = count(shared)
          const after = count([...shared, more])
          if (before === null || after === null) {
            expect(after).toBe(before)
            return
          }
          expect(after.again).toBeLessThanOrEqual(before.again)
          const rate = ({ again, asked }: typeof before) => (asked === 0 ? 0 : again / asked)
          expect(rate(after)).toBeLessThanOrEqual(rate(before))
        },
      ),
    )
  })

  test('is counted the same whatever else the run holds', () => {
    const entry = fc.record({ asks: fc.subarray(['a', 'b']), gives: fc.subarray(['a', 'b']) })
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 6 }), (entries) => {
        const history = entries.map(({ asks, gives }, index) => at(index, asks, gives))
        const padded = history.flatMap((each, index) => [each, at(index + 0.5, [])])
        expect(askedTwice(padded, nothing)).toEqual(askedTwice(history, nothing))
      }),
    )
  })
})
