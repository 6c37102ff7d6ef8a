import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { builtInSettings, type KindSettings, kindSettings } from './contract-kinds.ts'
import { builtInKinds, compileKinds, identifiersIn } from './identifier-kinds.ts'

const kindsWith = (given: Partial<KindSettings>) => compileKinds({ ...builtInSettings, ...given }, 1)
const germany = kindsWith({ default_country: 'DE' })
const loose = compileKinds(
  kindSettings.parse({
    kinds: [
      { kind: 'email', normalise: 'email', plus_ignored: true, dots_ignored_at: ['GMail.com'] },
      { kind: 'card', normalise: 'text', case_ignored: true },
      { kind: 'token', normalise: 'exact' },
    ],
  }),
  1,
)
const form = (kinds: typeof germany, kind: string, value: string) => kinds.normalise({ kind, value }).value

describe('the form of an identifier', () => {
  it.each([
    'Anna@Example.org',
    ' anna@example.org\n',
    'ａｎｎａ＠ｅｘａｍｐｌｅ．ｏｒｇ',
    'an\u200bna@\u202eexample.org\u200f',
  ])('is one e-mail however it is written: %j', (written) =>
    expect(form(builtInKinds, 'email', written)).toBe('anna@example.org'),
  )

  it('of an e-mail leaves out what follows a plus and dots only where a setting says so', () => {
    expect(form(builtInKinds, 'email', 'an.na+shop@gmail.com')).toBe('an.na+shop@gmail.com')
    expect(form(loose, 'email', 'An.Na+Shop@GMAIL.com')).toBe('anna@gmail.com')
    expect(form(loose, 'email', 'an.na+shop@example.org')).toBe('an.na@example.org')
    expect(form(loose, 'email', '+shop@example.org')).toBe('+shop@example.org')
  })

  it.each([
    '0151 12345678',
    '+49 (0)151 12345678',
    '0049 151 1234 5678',
    '０１５１１２３４５６７８',
    '\u200e+4915112345678',
  ])('is one phone number with the country of the workspace: %j', (written) =>
    expect(form(germany, 'phone', written)).toBe('+4915112345678'),
  )

  it('of a number without a country, or of none, is what is written, and it joins nobody', () => {
    expect(form(builtInKinds, 'phone', '0151 12345678')).toBe('0151 12345678')
    expect(builtInKinds.isWithoutForm('phone', '0151 12345678')).toBe(true)
    expect(form(germany, 'phone', '12345')).toBe('12345')
    expect(germany.isWithoutForm('phone', '12345')).toBe(true)
    expect(germany.isWithoutForm('phone', '+4915112345678')).toBe(false)
    expect(germany.isWithoutForm('email', '12345')).toBe(false)
  })

  it('of two extensions of one number is two', () => {
    const [one, other] = ['+49 30 12345678 ext. 12', '+49 30 12345678 ext. 13'].map((each) =>
      form(germany, 'phone', each),
    )
    expect(one).toBe('+493012345678;ext=12')
    expect(other).not.toBe(one)
  })

  it('keeps the case of text, and all of what is exact but the sign no store can hold', () => {
    expect(form(loose, 'card', 'ab-\u206012')).toBe('ab-12')
    expect(form(loose, 'card', 'AB-12')).toBe('ab-12')
    expect(form(loose, 'user_id', 'AB-12')).toBe('AB-12')
    expect(form(loose, 'token', 'Ａ\u200b\0b ')).toBe('Ａ\u200bb ')
  })

  it.each(['', '  ', '\u00a0', '\u200b\u200f', '\ufeff'])('is nothing where nothing is seen: %j', (value) => {
    for (const kind of ['email', 'user_id', 'phone', 'token', 'made_up'])
      expect(identifiersIn([{ kind, value }], loose)).toEqual([])
  })

  it('of a phone without a figure is nothing', () => expect(form(germany, 'phone', 'none given')).toBe(''))

  it('is kept once, and refused beyond 500 characters with the limit in the reason', () => {
    const twice = ['A@x.org', 'a@X.org'].map((value) => ({ kind: 'email', value }))
    expect(identifiersIn(twice, builtInKinds)).toEqual([{ kind: 'email', value: 'a@x.org' }])
    const long = [{ kind: 'email', value: 'ﷺ'.repeat(400) }]
    expect(() => identifiersIn(long, builtInKinds)).toThrow()
  })

  it('has a form that is itself, whatever is written, by any kinds', () => {
    const written = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.string({
        unit: fc.constantFrom('a', 'B', '.', '+', '@', 'gmail.com', '\u200b', '\u0301', 'İ', 'ß', 'ﬁ', ' '),
        maxLength: 12,
      }),
      fc.string({
        unit: fc.constantFrom('0', '+', '4', '9', '1', '5', ' ', '(', ')', 'ext. ', '-', '/'),
        maxLength: 18,
      }),
    )
    fc.assert(
      fc.property(written, fc.constantFrom('email', 'phone', 'card', 'token', 'user_id'), (value, kind) => {
        for (const kinds of [builtInKinds, germany, loose]) {
          const once = kinds.normalise({ kind, value })
          expect(kinds.normalise(once)).toEqual(once)
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('settings of the kinds', () => {
  it.each([
    [{ kinds: [] }, 'name at least one kind'],
    [
      {
        kinds: [
          { kind: 'email', normalise: 'email' },
          { kind: 'email', normalise: 'text' },
        ],
      },
      'each kind stands once',
    ],
    [{ default_country: 'Germany', kinds: [{ kind: 'a', normalise: 'text' }] }, 'two letters'],
    [{ kinds: [{ kind: 'a', normalise: 'text', limit: 0 }] }, 'at least 1'],
    [{ kinds: [{ kind: 'a', normalise: 'text', plus_ignored: true }] }, 'plus_ignored'],
  ])('are refused with what is wrong: %j', (settings, words) => {
    expect(kindSettings.safeParse(settings).error?.message).toContain(words)
  })

  it('put kinds in the order in which they stand; others are as weak as the last', () => {
    expect(['email', 'card', 'token', 'made_up'].map(loose.rankOf)).toEqual([0, 1, 2, 2])
    expect(builtInKinds.ruleOf('made_up')).toMatchObject({ normalise: 'text', limit: 5, shared_above: 5 })
  })
})
