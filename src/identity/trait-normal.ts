import type { Kind } from './traits.ts'

const q = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
const without = (value: string, pattern: string, by = '') =>
  `replaceRegexpAll(${value}, ${q(pattern)}, ${q(by)})`

/** Values that stand for nothing, in the form that `plain` gives. */
const placeholders = [
  '-',
  '--',
  '.',
  '?',
  '0',
  'n/a',
  'na',
  'nan',
  'null',
  'none',
  'nil',
  'unknown',
  'undefined',
  'anonymous',
  'guest',
  'test',
  'not provided',
  'not available',
  'unbekannt',
  'keine angabe',
  'x',
  'xx',
  'xxx',
]

/** Compatible forms made one (NFKD), small letters, no accents, single blanks, placeholders empty. */
function plain(value: string): string {
  const folded = without(`replaceAll(lowerUTF8(normalizeUTF8NFKD(${value})), 'ß', 'ss')`, '\\p{Mn}+')
  const one = `trim(${without(`if(match(${value}, '[^ -~]'), ${folded}, lower(${value}))`, '\\s+', ' ')})`
  return `transform(${one}, [${placeholders.map(q).join(', ')}], arrayWithConstant(${placeholders.length}, ''), ${one})`
}

/** Whole numbers that a program wrote as 4011.0. */
const whole = (value: string) => without(value, '^(\\d+)\\.0+$', '\\1')

/** Eight digits, year first, where the value is a date in any usual order (day before month unless that cannot be); else as it is. */
function dateOf(value: string): string {
  const parts = (pattern: string) => `extractGroups(${value}, ${q(pattern)})`
  const padded = (part: string) => `leftPad(${part}, 2, '0')`
  const yearFirst = parts('^(\\d{4})[-/. ](\\d{1,2})[-/. ](\\d{1,2})(?:\\D|$)')
  const yearLast = parts('^(\\d{1,2})[-/. ](\\d{1,2})[-/. ](\\d{4})(?:\\D|$)')
  const american = `toUInt8OrZero(${yearLast}[2]) > 12`
  return `multiIf(
    match(${value}, ${q('^\\d{4}[-/. ]\\d{1,2}[-/. ]\\d{1,2}')}), concat(${yearFirst}[1], ${padded(`${yearFirst}[2]`)}, ${padded(`${yearFirst}[3]`)}),
    match(${value}, ${q('^\\d{1,2}[-/. ]\\d{1,2}[-/. ]\\d{4}')}), concat(${yearLast}[3], ${padded(`if(${american}, ${yearLast}[1], ${yearLast}[2])`)}, ${padded(`if(${american}, ${yearLast}[2], ${yearLast}[1])`)}),
    length(${without(value, '[^0-9a-z]')}) < 6, '', ${without(value, '[^0-9a-z]')})`
}

const titles = '^(mr|mrs|ms|miss|dr|prof|herr|frau|mme|sir)\\.? '
const streets: [string, string][] = [
  ['\\b(street|strasse|str)\\b', 'st'],
  ['(strasse|str)\\b', 'st'],
  ['\\bavenue\\b', 'ave'],
  ['\\broad\\b', 'rd'],
  ['\\bplace\\b', 'pl'],
  ['\\bdrive\\b', 'dr'],
  ['\\bcourt\\b', 'ct'],
  ['\\bcrescent\\b', 'cres'],
]

/**
 * A value in the form in which it is compared, as SQL; empty where it says nothing. Numbers lose what is around them, phones
 * their country (the last nine digits), mails the tag after a plus.
 */
export function normalTrait(kind: Kind, value: string): string {
  const text = plain(value)
  switch (kind) {
    case 'name':
      return without(without(text, titles), '[^\\p{L}]+')
    case 'date':
      return dateOf(text)
    case 'text':
      return `trim(${streets.reduce((sum, [word, short]) => without(sum, word, short), without(text, '[^\\p{L}\\p{N}]+', ' '))})`
    case 'phone': {
      const digits = without(whole(text), '\\D+')
      return `if(length(${digits}) < 6 OR match(${digits}, '^(0+|1+|9+|1234567890?)$'), '', right(${digits}, 9))`
    }
    case 'email': {
      const mail = without(without(text, ' '), '\\+[^@]*@', '@')
      return `if(match(${mail}, '^[^@]+@[^@]+$') AND NOT match(${mail}, '^(test|noreply|no-reply|none|info)@'), ${mail}, '')`
    }
    default:
      return without(whole(text), '[^\\p{L}\\p{N}]+')
  }
}
