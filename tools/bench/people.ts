import { randomFrom } from '../../src/stats/random.ts'

/** A made-up customer record of six fields. `person` is the truth. */
export interface MadeRecord {
  record_id: string
  side: 0
  person: number
  traits: Record<Field, string>
}

const fields = ['given_name', 'family_name', 'birth_date', 'street', 'city', 'phone'] as const
type Field = (typeof fields)[number]
type Person = Record<Field, string>

const starts = [
  'Al',
  'Be',
  'Ca',
  'Da',
  'El',
  'Fi',
  'Ga',
  'Han',
  'Is',
  'Jo',
  'Ka',
  'Lu',
  'Mar',
  'Nor',
  'Ol',
  'Pe',
  'Ro',
  'Sa',
  'Ti',
  'Ur',
  'Vi',
  'Wil',
  'Zo',
]
const middles = [
  'ba',
  'che',
  'der',
  'fri',
  'go',
  'hel',
  'ke',
  'la',
  'min',
  'na',
  'ri',
  'sto',
  'ti',
  'va',
  'wen',
]
const givenEnds = ['a', 'e', 'n', 'na', 'nio', 'rd', 's', 'th', 'us', 'y']
const familyEnds = [
  'bach',
  'berg',
  'dorf',
  'feld',
  'hoff',
  'insky',
  'lund',
  'mann',
  'ner',
  'otti',
  'sen',
  'son',
  'stein',
  'ton',
  'wick',
]

/** So many names, the nth about 1/n as common as the first. */
function names(count: number, random: () => number, ends: readonly string[]): () => string {
  const all = new Set<string>()
  while (all.size < count) {
    const inner = Array.from({ length: Math.floor(random() * 3) }, () => one(middles, random)).join('')
    all.add(one(starts, random) + inner + one(ends, random))
  }
  const list = [...all]
  // Zipf by its continuous form: n^u is spread as 1/n.
  return () => list[Math.min(count - 1, Math.floor((count + 1) ** random()) - 1)]!
}

const one = <T>(list: readonly T[], random: () => number): T => list[Math.floor(random() * list.length)]!

/**
 * Records of people, `repeated` of them second records of somebody with one to three errors each: slips of the keyboard, a part of
 * the date, names that changed places, a value that is missing, a move, a new phone. Four people in ten share family name,
 * address and phone with somebody.
 */
export function* madeRecords(count: number, seed: number, repeated = 0.2): Generator<MadeRecord> {
  const random = randomFrom(seed)
  const given = names(1_500, random, givenEnds)
  const family = names(20_000, random, familyEnds)
  const streets = names(8_000, random, ['gasse', 'platz', 'ring', ' Road', ' Street', 'weg'])
  const cities = names(2_000, random, ['burg', 'ford', 'furt', 'ham', 'hausen', 'stadt', 'ville'])
  const street = () => `${streets()} ${1 + Math.floor(random() ** 2 * 150)}`
  const phone = () => `0${Math.floor(100_000_000 + random() * 899_999_999)}`
  const people: Person[] = []
  const originals = count - Math.round(count * repeated)
  for (let person = 0; person < originals; person++) {
    const before = people.at(-1)
    const household = before !== undefined && random() < 0.25 ? before : null
    people.push({
      given_name: given(),
      birth_date: bornOn(random),
      family_name: household?.family_name ?? family(),
      street: household?.street ?? street(),
      city: household?.city ?? cities(),
      phone: household?.phone ?? phone(),
    })
  }
  const fresh = { street, phone, given, family }
  for (let record = 0; record < count; record++) {
    const person = record < originals ? record : Math.floor(random() * originals)
    const traits = record < originals ? people[record]! : mistaken(people[person]!, fresh, random)
    yield { record_id: String(record + 1), side: 0, person, traits }
  }
}

function bornOn(random: () => number): string {
  return new Date(Date.UTC(1940, 0, 1) + Math.floor(random() * 24_000) * 86_400_000)
    .toISOString()
    .slice(0, 10)
}

function mistaken(
  person: Person,
  fresh: { street: () => string; phone: () => string },
  random: () => number,
): Person {
  const record = { ...person }
  const open: Field[] = [...fields]
  for (let errors = 1 + Math.floor(random() * 3); errors > 0; errors--) {
    const [field] = open.splice(Math.floor(random() * open.length), 1) as [Field]
    const kind = random()
    if (kind < 0.15) record[field] = ''
    else if (kind < 0.25 && (field === 'street' || field === 'phone')) record[field] = fresh[field]()
    else if (kind < 0.3 && field === 'given_name' && record.family_name !== '')
      [record.given_name, record.family_name] = [record.family_name, record.given_name]
    else if (kind < 0.4 && field === 'birth_date') record[field] = turned(record[field])
    else record[field] = slip(record[field], random)
  }
  return record
}

/** Day and month changed round, where that is a date. */
function turned(date: string): string {
  const [year, month, day] = date.split('-') as [string, string, string]
  return Number(day) > 12 ? date : `${year}-${day}-${month}`
}

/** One character wrong, missing, too many, or changed round with the next. */
function slip(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length)
  const digit = /\d/.test(text[at] ?? '')
  const other = digit
    ? String(Math.floor(random() * 10))
    : String.fromCharCode(97 + Math.floor(random() * 26))
  switch (Math.floor(random() * 4)) {
    case 0:
      return text.slice(0, at) + other + text.slice(at + 1)
    case 1:
      return text.slice(0, at) + text.slice(at + 1)
    case 2:
      return text.slice(0, at) + other + text.slice(at)
    default:
      return text.slice(0, at) + (text[at + 1] ?? '') + (text[at] ?? '') + text.slice(at + 2)
  }
}
