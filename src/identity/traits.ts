/** How the values of a trait are compared: see `compareTrait`. */
export type Kind =
  | 'name'
  | 'date'
  | 'text'
  | 'number'
  | 'code'
  | 'identifier'
  | 'phone'
  | 'email'
  | 'postcode'

/** How near two values are. The place of a level is its number; 0 says nothing. */
export const levels = ['unknown', 'different', 'alike', 'close', 'equal', 'swapped'] as const
export type Level = (typeof levels)[number]
export const levelNumber = Object.fromEntries(levels.map((level, place) => [level, place])) as Record<
  Level,
  number
>

/** Something known of whoever a record is about. */
export interface Trait {
  kind: Kind
  /** Belongs to one human: agreeing in it is not explained by a household. */
  personal: boolean
  /** One human has one: two that differ contradict each other. */
  single: boolean
  /** What agrees in one of these agrees in this as well: it then tells nothing more. */
  implied_by: readonly string[]
  /** Words of a column's name that mean this trait. */
  columns: RegExp
}

const trait = (kind: Kind, columns: RegExp, more: Partial<Trait> = {}): Trait => ({
  kind,
  personal: false,
  single: false,
  implied_by: [],
  columns,
  ...more,
})
const personal = { personal: true }
const single = { personal: true, single: true }

/** Known traits. A column is the first whose expression fits its name in words, `first name` for `first_name`. */
export const traits: Readonly<Record<string, Trait>> = {
  email: trait('email', /\be ?mail/, personal),
  phone: trait('phone', /\b(phone|telephone|mobile|tel|cell|telefon|handy|fax)\b/),
  national_id: trait(
    'identifier',
    /\b(soc sec( id)?|ssn|social security|national (id|insurance)|nino|passport|tax (id|number)|identity (card|number))\b/,
    single,
  ),
  birth_place: trait('text', /\b(birth ?place|(place|city|town) of birth)\b/),
  birth_date: trait('date', /\b(dob|birth ?(date|day)|date of birth|born|geburtsdatum|birthdate)\b/, single),
  birth_year: trait('number', /^(by|yob|birth year|year of birth|geburtsjahr)$/),
  birth_month: trait('code', /^(bm|mob|birth month|month of birth)$/),
  birth_day: trait('code', /^(bd|birth day of month|day of birth)$/),
  full_name: trait('name', /^(full ?name|name|customer name|contact name|person name)$/),
  given_name: trait('name', /\b(given ?name|first ?name|forename|fname|vorname|prenom)\b/, single),
  family_name: trait('name', /\b(family ?name|sur ?name|last ?name|lname|nachname|nom)\b/),
  middle_name: trait('name', /\b(middle ?name|second ?name|mname)\b/),
  gender: trait('code', /^(gender|sex|geschlecht)$/, { implied_by: ['given_name'] }),
  house_number: trait(
    'number',
    /\b(house|street|building) ?(no|nr|num|number)\b|\bhausnummer\b|^(house|stno)$/,
  ),
  address_2: trait('text', /\b(address ?2|addr ?2|line ?2|locality|district)\b/),
  street: trait('text', /\b(street|address ?1|address|addr|road|strasse|straße|adresse|line ?1)\b/),
  postcode: trait('postcode', /\b(post ?code|zip( ?code)?|plz|postal( code)?)\b/),
  city: trait('text', /\b(city|town|suburb|ort|stadt|ville|municipality)\b/, { implied_by: ['postcode'] }),
  region: trait('code', /\b(region|state|province|county|bundesland)\b/, {
    implied_by: ['postcode', 'city'],
  }),
  country: trait('code', /\b(country|land|nation)\b/, { implied_by: ['region', 'city', 'postcode'] }),
  company: trait('text', /\b(company|organi[sz]ation|employer|firma)\b/),
  occupation: trait('text', /\b(occupation|job|profession|beruf)\b/),
}

/** A trait by its name; what is not known is text. */
export const traitNamed = (name: string): Trait => traits[name] ?? trait('text', /$^/)

/** Shares of levels that are believed among matches before any data are seen; also which levels a kind has at all. */
const believed: Record<Kind, Partial<Record<Level, number>>> = {
  name: { different: 0.05, alike: 0.07, close: 0.1, equal: 0.78 },
  date: { different: 0.03, alike: 0.04, close: 0.08, equal: 0.85 },
  text: { different: 0.15, alike: 0.07, close: 0.1, equal: 0.68 },
  number: { different: 0.15, close: 0.05, equal: 0.8 },
  code: { different: 0.1, equal: 0.9 },
  identifier: { different: 0.03, alike: 0.03, close: 0.06, equal: 0.88 },
  phone: { different: 0.2, alike: 0.03, close: 0.05, equal: 0.72 },
  email: { different: 0.2, alike: 0.05, close: 0.05, equal: 0.7 },
  postcode: { different: 0.12, alike: 0.05, close: 0.06, equal: 0.77 },
}

/** The believed shares by number of level; the given name also has the level of names that changed places. */
export function believedLevels(name: string): number[] {
  const shares: Partial<Record<Level, number>> = believed[traitNamed(name).kind]
  const swapped = name === 'given_name' ? 0.01 : 0
  return levels.map((level) => (level === 'swapped' ? swapped : (shares[level] ?? 0) * (1 - swapped)))
}
