import { expect, test } from 'vitest'
import { profileColumns, readCsv } from '../collect/index.ts'
import { guessTraits, traitsOf } from './guess-traits.ts'

const columns = (...names: string[]) => profileColumns([Object.fromEntries(names.map((name) => [name, 'x']))])
const guessed = (...names: string[]) => Object.fromEntries(guessTraits(columns(...names)))

test('columns are known by their names, in several habits', () => {
  expect(guessed('first_name', 'SurName', 'dob', 'zip code', 'soc_sec_id')).toEqual({
    first_name: 'given_name',
    SurName: 'family_name',
    dob: 'birth_date',
    'zip code': 'postcode',
    soc_sec_id: 'national_id',
  })
})

test('what tells the answer, or numbers the rows, is no trait', () => {
  expect(guessed('rec_id', 'unique_id', 'cluster', 'first_and_surname', 'customer_id')).toEqual({})
})

test('a full name is not compared beside its parts', () => {
  expect(guessed('full_name', 'first_name', 'surname')).not.toHaveProperty('full_name')
  expect(guessed('full_name', 'dob')).toMatchObject({ full_name: 'full_name' })
})

test('numbers and second lines of an address are not its street', () => {
  expect(guessed('street_number', 'address_1', 'address_2', 'city of birth')).toEqual({
    street_number: 'house_number',
    address_1: 'street',
    address_2: 'address_2',
    'city of birth': 'birth_place',
  })
})

test('a column of mails is one, whatever its name', () => {
  expect(Object.fromEntries(guessTraits(profileColumns([{ contact: 'a@example.org' }])))).toEqual({
    contact: 'email',
  })
})

test('two columns of one trait are put together', () => {
  const by = new Map([
    ['fname_c1', 'given_name'],
    ['fname_c2', 'given_name'],
  ])
  expect(traitsOf({ fname_c1: 'KLAUS', fname_c2: 'DIETER' }, by)).toEqual({ given_name: 'KLAUS DIETER' })
  expect(traitsOf({ fname_c1: 'KLAUS', fname_c2: '' }, by)).toEqual({ given_name: 'KLAUS' })
})

test('reads the traits of the person register as it was exported', async ({ skip }) => {
  const file = '../shared/data/identity/febrl/dataset1.csv'
  const rows = []
  try {
    for await (const batch of readCsv(file)) rows.push(...batch.rows)
  } catch {
    skip(true, `no ${file} here`)
  }
  const traits = new Set(guessTraits(profileColumns(rows.map(({ record }) => record))).values())
  expect(traits).toEqual(
    new Set([
      'given_name',
      'family_name',
      'house_number',
      'street',
      'address_2',
      'city',
      'postcode',
      'region',
      'birth_date',
      'national_id',
    ]),
  )
})
