import type { BlockKey } from './blocking.ts'
import { localPart, valueColumn } from './trait-levels.ts'
import { believedLevels, levelNumber, traitNamed } from './traits.ts'

/** Keys by which records that might match are found, of the traits that records have. */
export function blockKeys(names: readonly string[]): BlockKey[] {
  const keys = names.flatMap((name, place) => keysOf(name, valueColumn(place)))
  const given = names.indexOf('given_name')
  const family = names.indexOf('family_name')
  if (given >= 0 && family >= 0) keys.push(eitherWay(valueColumn(given), valueColumn(family)))
  return keys
}

function keysOf(trait: string, value: string): BlockKey[] {
  const agrees = believedLevels(trait)[levelNumber.equal]!
  const key = (name: string, sql: string, agrees_near: number): BlockKey => ({
    trait,
    name: name === '' ? trait : `${trait} ${name}`,
    sql,
    agrees,
    agrees_near,
  })
  const whole = key('', value, 0)
  const part = (name: string, sql: string, near: number) =>
    key(name, `if(length(${value}) = 8, ${sql}, '')`, near)
  switch (traitNamed(trait).kind) {
    case 'name':
      return [key('by sound', soundOf(value), 0.4), key('by its beginning', `left(${value}, 3)`, 0.5)]
    case 'date':
      return [
        whole,
        part('without the day', `left(${value}, 6)`, 0.4),
        part('without the year', `right(${value}, 4)`, 0.4),
        part('without the month', `concat(left(${value}, 4), right(${value}, 2))`, 0.4),
      ]
    case 'identifier':
    case 'phone': {
      const half = `intDiv(length(${value}), 2)`
      return [
        whole,
        key('first half', `if(${half} < 3, '', left(${value}, ${half}))`, 0.3),
        key('second half', `if(${half} < 3, '', right(${value}, -${half}))`, 0.3),
      ]
    }
    case 'email':
      return [whole, key('before the @', localPart(value), 0.2)]
    case 'text':
      return [whole, key('by its beginning', `left(${value}, 6)`, 0.5)]
    case 'postcode':
    case 'number':
    case 'code':
      return [whole]
  }
}

/** Soundex is for Latin letters; others are taken by their beginning. */
const soundOf = (value: string) =>
  `if(match(${value}, '^[a-z]'), soundex(${value}), substringUTF8(${value}, 1, 3))`

/** Both names, whichever stands first: also finds those that changed places. */
function eitherWay(given: string, family: string): BlockKey {
  const sounds = `arraySort([${soundOf(given)}, ${soundOf(family)}])`
  return {
    trait: 'names',
    name: 'both names by sound, either way',
    sql: `if(${given} = '' OR ${family} = '', '', arrayStringConcat(${sounds}, '+'))`,
    agrees: 0.62,
    agrees_near: 0.35,
  }
}
