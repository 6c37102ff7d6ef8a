/** The customers of the sample company: each is a pure function of the seed and a number. */
import { pick, rng, weighted } from './random.ts'

export interface Person {
  customer_no: string
  name: string
  email: string
  /** International, with blanks, as the shop writes it. */
  phone: string
  region: string
  acquired_by: string
}

/** Attributes of customers and orders by which the company differs, with the share of each value. */
export const traits: Record<string, Record<string, number>> = {
  region: { North: 0.26, South: 0.3, East: 0.2, West: 0.24 },
  acquired_by: { search: 0.4, friends: 0.2, advert: 0.25, partner: 0.15 },
  plan: { 'Fern 50': 0.3, 'Fern 100': 0.4, 'Fern 250': 0.2, 'Fern 1000': 0.1 },
  documents_by: { upload: 0.45, 'e-mail': 0.25, post: 0.3 },
}

const given = [
  'Anna',
  'Ben',
  'Clara',
  'David',
  'Elif',
  'Felix',
  'Greta',
  'Hakan',
  'Ida',
  'Jörg',
  'Käthe',
  'Lars',
  'Mia',
  'Noah',
  'Olga',
  'Paul',
  'Rosa',
  'Sören',
  'Tilda',
  'Uwe',
  'Vera',
  'Wiebke',
  'Yusuf',
  'Zoé',
  'Bärbel',
  'Emil',
]
const family = [
  'Müller',
  'Schmidt',
  'Schäfer',
  'Yılmaz',
  'Weiß',
  'König',
  'Groß',
  'Krüger',
  'Vogel',
  'Jäger',
  'Petersen',
  'Nowak',
  'Lübke',
  'Hoffmann',
  'Brandt',
  'Kaya',
  'Winter',
  'Sommer',
  'Engel',
  'Busch',
  'Thiel',
  'Förster',
  'Haas',
  'Lorenz',
  'Marx',
  'Otto',
  'Pohl',
  'Roth',
  'Seidel',
  'Ziegler',
].map((name) => name.replace('ı', 'i'))

const plain: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', é: 'e' }

/** The customer with this number (from 0) in the company of this seed. */
export function person(seed: number, index: number): Person {
  const r = rng(seed, 1, index)
  const first = pick(r, given)
  const last = pick(r, family)
  const digits = `${20_000_000 + ((index * 7919) % 70_000_000)}`
  return {
    customer_no: `C${100_000 + index}`,
    name: `${first} ${last}`,
    email: `${ascii(first)}.${ascii(last)}.${index + 1}@example.org`,
    phone: `+49 151 ${digits.slice(0, 4)} ${digits.slice(4)}`,
    region: weighted(r, traits.region ?? {}),
    acquired_by: weighted(r, traits.acquired_by ?? {}),
  }
}

function ascii(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, (letter) => plain[letter] ?? '')
}
