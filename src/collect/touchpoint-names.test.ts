import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type NamingAct, namedAll, namesOf, wordsOf } from './touchpoint-names.ts'

const word = fc.constantFrom(
  'Order placed',
  'order_created',
  'Bestellung',
  'Paid',
  'Delivered',
  'constructor',
)
const act = fc.record({
  of: fc.constantFrom('touchpoint' as const, 'channel' as const),
  words: fc.array(word, { minLength: 1, maxLength: 3 }),
  name: word,
})
const acts = fc.array(act, { maxLength: 8 })

const touchpoints = (some: NamingAct[]) => namesOf(some).touchpoints
const named = (words: string[], name: string): NamingAct => ({ of: 'touchpoint', words, name })

test('words that were made one are called by its name, also after it is named anew or joined to another', () => {
  const called = touchpoints([
    named(['order_created'], 'Order placed'),
    named(['Bestellung'], 'Order'),
    named(['Order placed', 'Order'], 'Order made'),
  ])
  for (const written of ['order_created', 'Order placed', 'Bestellung', 'Order'])
    expect(called.get(written)).toBe('Order made')
  expect(wordsOf(called, 'Order made').sort()).toEqual(
    ['Bestellung', 'Order', 'Order made', 'Order placed', 'order_created'].sort(),
  )
})

test('named back, a touchpoint has its old name again', () => {
  const called = touchpoints([named(['Paid'], 'Payment'), named(['Payment'], 'Paid')])
  expect(called.get('Paid') ?? 'Paid').toBe('Paid')
  expect(called.get('Payment')).toBe('Paid')
})

test('a name is always called itself, whatever was named before', () => {
  fc.assert(
    fc.property(acts, (some) => {
      const { touchpoints: called, channels } = namesOf(some)
      return [called, channels].every((each) => [...each.values()].every((name) => !each.has(name)))
    }),
  )
})

test('what two words had in common they keep: later namings only join', () => {
  fc.assert(
    fc.property(acts, act, word, word, (some, later, one, other) => {
      const name = (called: ReadonlyMap<string, string>, each: string) => called.get(each) ?? each
      const before = touchpoints(some)
      const after = touchpoints([...some, later])
      return name(before, one) !== name(before, other) || name(after, one) === name(after, other)
    }),
  )
})

test('without an act all is as if it had never been, and channels and touchpoints do not meet', () => {
  fc.assert(
    fc.property(acts, (some) => {
      const kept = some.filter(({ of }) => of === 'touchpoint')
      expect([...touchpoints(some)]).toEqual([...touchpoints(kept)])
      if (some.length === 0) expect(touchpoints(some).size).toBe(0)
    }),
  )
})

test('words of a list are named in place and each stands once; a list nothing changes in stays the same', () => {
  const called = touchpoints([named(['a', 'b'], 'c')])
  expect(namedAll(called, ['x', 'a', 'b'])).toEqual(['x', 'c'])
  const untouched = ['x', 'y']
  expect(namedAll(called, untouched)).toBe(untouched)
})
