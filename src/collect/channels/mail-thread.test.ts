import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mailsIn, type Threadable, type Threaded, threadsOf, topicOfSubject } from './mail-thread.ts'

const mail = (id: string, references: string[] = [], more: Partial<Threadable> = {}): Threadable => ({
  id,
  references,
  at: 0,
  topic: null,
  is_reply: false,
  ...more,
})

/** `First(Second(Third))`; `?` where the mail never came. */
const drawn = <M>({ id, mail: held, children }: Threaded<M>): string =>
  `${held === null ? '?' : id}${children.length === 0 ? '' : `(${children.map(drawn).join(' ')})`}`
const threads = (mails: Threadable[]) => threadsOf(mails).map(({ top }) => drawn(top))

/** Cases of the tests of jwzthreading, https://github.com/akuchling/jwzthreading/blob/master/tests/test_jwzthreading.py */
describe('the published cases of threading', () => {
  it.each([
    ['a single mail', [mail('Single')], ['Single']],
    ['two that have nothing to do with each other', [mail('First'), mail('Second')], ['First', 'Second']],
    ['two', [mail('First'), mail('Second', ['First'])], ['First(Second)']],
    ['two, the answer first', [mail('Second', ['First']), mail('First')], ['First(Second)']],
    [
      'two answers to a mail that never came',
      [mail('First', ['parent']), mail('Second', ['parent'])],
      ['?(First Second)'],
    ],
    ['an answer to a mail that never came', [mail('First', ['parent'])], ['First']],
  ])('%s', (_, mails, expected) => {
    expect(threads(mails)).toEqual(expected)
  })

  it('a mail that lies in its references does not part those that tell the truth', () => {
    const found = threads([
      mail('Dummy parent', [], { at: 1 }),
      mail('Lying before', ['Dummy parent', 'Second', 'First', 'Third'], { at: 2 }),
      mail('First', [], { at: 3 }),
      mail('Second', ['First'], { at: 4 }),
      mail('Third', ['First', 'Second'], { at: 5 }),
      mail('Lying after', [], { at: 6 }),
    ])
    expect(found).toEqual(['Dummy parent', 'First(Second(Third(Lying before)))', 'Lying after'])
  })

  it('a chain of 50,000 is followed to its end', () => {
    const chain = Array.from({ length: 50_000 }, (_, i) =>
      mail(String(i), i === 0 ? [] : [String(i - 1)], { at: i }),
    )
    const [only, ...others] = threadsOf(chain)
    expect(others).toEqual([])
    expect(mailsIn(only!).length).toBe(50_000)
  })

  it('mails that refer to each other in a circle are one thread and end', () => {
    expect(
      threads([mail('a', ['c'], { at: 1 }), mail('b', ['a'], { at: 2 }), mail('c', ['b'], { at: 3 })]),
    ).toEqual(['c(a(b))'])
  })
})

describe('mails of one subject', () => {
  it('are one thread where one is a reply without references', () => {
    const found = threads([
      mail('first', [], { at: 1, topic: 'order ana' }),
      mail('reply', [], { at: 2, topic: 'order ana', is_reply: true }),
    ])
    expect(found).toEqual(['first(reply)'])
  })
  it('stay apart where both are new: a customer may have two matters of one name', () => {
    expect(threads([mail('one', [], { topic: 'order' }), mail('two', [], { topic: 'order' })])).toEqual([
      'one',
      'two',
    ])
  })
  it('of two customers stay apart', () => {
    const found = threads([
      mail('one', [], { topic: 'order ana' }),
      mail('two', [], { topic: 'order ben', is_reply: true }),
    ])
    expect(found).toEqual(['one', 'two'])
  })
})

const someMails = fc
  .array(
    fc.record({
      references: fc.array(fc.integer({ min: 0, max: 11 }), { maxLength: 4 }),
      topic: fc.option(fc.constantFrom('x', 'y'), { nil: null }),
      is_reply: fc.boolean(),
      at: fc.integer({ min: 0, max: 5 }),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((all) => all.map((one, i) => ({ ...one, id: String(i), references: one.references.map(String) })))

const partition = (mails: Threadable[]) =>
  threadsOf(mails)
    .map(
      (thread) =>
        `${thread.id}: ${mailsIn(thread)
          .map(({ id }) => id)
          .sort()
          .join(' ')}`,
    )
    .sort()

describe('threading', () => {
  it('does not depend on the order in which mails came', () => {
    fc.assert(
      fc.property(someMails, fc.array(fc.nat(), { minLength: 12, maxLength: 12 }), (mails, shuffle) => {
        const other = mails.map((each, i) => ({ each, key: shuffle[i]! })).sort((a, b) => a.key - b.key)
        expect(partition(other.map(({ each }) => each))).toEqual(partition(mails))
      }),
    )
  })
  it('puts every mail into exactly one thread', () => {
    fc.assert(
      fc.property(someMails, (mails) => {
        const ids = threadsOf(mails).flatMap((thread) => mailsIn(thread).map(({ id }) => id))
        expect(ids.sort()).toEqual(mails.map(({ id }) => id).sort())
      }),
    )
  })
})

it.each([
  ['Re: [exmh] Fwd: Your  Order', 'your order', true],
  ['AW: WG: Rechnung', 'rechnung', true],
  ['Fwd: photos', 'photos', false],
  ['RE[2]: hello', 'hello', true],
  ['Regarding: a letter', 'regarding: a letter', false],
  ['[ticket 7] Broken', 'broken', false],
  ['Re:', '', true],
  ['回复：你好', '你好', true],
])('the subject %j is about %j', (subject, base, is_reply) => {
  expect(topicOfSubject(subject)).toEqual({ base, is_reply })
})
