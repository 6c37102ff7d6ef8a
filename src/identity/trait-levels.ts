import { type Kind, levelNumber, traitNamed } from './traits.ts'

const { unknown, different, alike, close, equal, swapped } = levelNumber

/** The column of a trait's normal value in the table of records. */
export const valueColumn = (place: number) => `v${place}`
/** The column of how many records have this value. */
export const countColumn = (place: number) => `n${place}`

/** The level at which two values of a kind stand, as SQL. Neither function of likeness is asked about equal or empty values. */
export function compareTrait(kind: Kind, a: string, b: string): string {
  const near = nearLevels(kind, a, b)
    .map(([condition, level]) => `${condition}, ${level}, `)
    .join('')
  return `multiIf(${a} = '' OR ${b} = '', ${unknown}, ${a} = ${b}, ${equal}, ${near}${different})`
}

const likeness = (a: string, b: string) => `jaroWinklerSimilarity(${a}, ${b})`
const distance = (a: string, b: string) => `damerauLevenshteinDistance(${a}, ${b})`

function nearLevels(kind: Kind, a: string, b: string): [string, number][] {
  switch (kind) {
    case 'name':
      return [
        [`${likeness(a, b)} >= 0.92`, close],
        [`${likeness(a, b)} >= 0.8 OR startsWith(${a}, ${b}) OR startsWith(${b}, ${a})`, alike],
      ]
    case 'date':
      return [
        [`${distance(a, b)} = 1 OR ${turned(a)} = ${b}`, close],
        [`length(${a}) = 8 AND length(${b}) = 8 AND ${partsAgreeing(a, b)} >= 2`, alike],
      ]
    case 'text':
      return [
        [`${likeness(a, b)} >= 0.92 OR replaceAll(${a}, ' ', '') = replaceAll(${b}, ' ', '')`, close],
        [`${likeness(a, b)} >= 0.82`, alike],
      ]
    case 'number':
      return [[`greatest(length(${a}), length(${b})) > 1 AND ${distance(a, b)} = 1`, close]]
    case 'identifier':
    case 'phone':
      return [
        [`${distance(a, b)} = 1`, close],
        [`length(${a}) > 5 AND ${distance(a, b)} = 2`, alike],
      ]
    case 'email':
      return [
        [`${distance(a, b)} <= 2`, close],
        [`${likeness(localPart(a), localPart(b))} >= 0.92`, alike],
      ]
    case 'postcode':
      return [
        [`${distance(a, b)} = 1`, close],
        [`length(${a}) > 3 AND left(${a}, 2) = left(${b}, 2)`, alike],
      ]
    case 'code':
      return []
  }
}

export const localPart = (mail: string) => `substringIndex(${mail}, '@', 1)`

/** Day and month changed round. */
const turned = (date: string) => `concat(left(${date}, 4), right(${date}, 2), substring(${date}, 5, 2))`

const partsAgreeing = (a: string, b: string) =>
  `(left(${a}, 4) = left(${b}, 4)) + (substring(${a}, 5, 2) = substring(${b}, 5, 2)) + (right(${a}, 2) = right(${b}, 2))`

/**
 * Columns l0, l1 … with the level of each trait for a pair of records `a` and `b`, as SQL. Given and family name that changed
 * places are one thing that happened: the level stands at the given name, and the family name then says nothing. What another
 * trait implies says nothing either.
 */
export function levelColumns(names: readonly string[]): string {
  const value = (side: string, place: number) => `${side}.${valueColumn(place)}`
  const raw = names.map((name, place) => {
    const { kind } = traitNamed(name)
    return `${compareTrait(kind, value('a', place), value('b', place))} AS raw${place}`
  })
  const given = names.indexOf('given_name')
  const family = names.indexOf('family_name')
  const crossed =
    given < 0 || family < 0
      ? '0'
      : `(raw${given} IN (${different}, ${alike}) AND raw${family} IN (${different}, ${alike})
        AND ${likeness(value('a', given), value('b', family))} >= 0.92 AND ${likeness(value('a', family), value('b', given))} >= 0.92)`
  const final = names.map((name, place) => {
    const implied = impliedBy(name, names)
    const level =
      place === given
        ? `if(crossed, ${swapped}, raw${place})`
        : place === family
          ? `if(crossed, ${unknown}, raw${place})`
          : implied.length > 0
            ? `if(${implied.join(' OR ')}, ${unknown}, raw${place})`
            : `raw${place}`
    return `${level} AS l${place}`
  })
  return [...raw, `${crossed} AS crossed`, ...final].join(',\n')
}

function impliedBy(name: string, names: readonly string[]): string[] {
  const agreeing = (others: readonly string[]) =>
    others
      .map((other) => names.indexOf(other))
      .filter((place) => place >= 0)
      .map((place) => `raw${place} = ${equal}`)
  // Who has the same family name often has a mail like it.
  if (name === 'email')
    return agreeing(['family_name']).map((same) => `(raw${names.indexOf(name)} = ${alike} AND ${same})`)
  return agreeing(traitNamed(name).implied_by)
}

const bits = 3

/** All levels of a pair in one number, three bits each. */
export const patternColumn = (names: readonly string[]) =>
  `${names.map((_, place) => `bitShiftLeft(toUInt64(l${place}), ${bits * place})`).join(' + ')} AS pattern`

/** At most so many traits have room in a pattern. */
export const mostTraits = Math.floor(64 / bits)

/** The levels of a pattern. */
export function patternLevels(pattern: string, traits: number): number[] {
  const all = BigInt(pattern)
  return Array.from({ length: traits }, (_, place) => Number((all >> BigInt(bits * place)) & 7n))
}
