import fc from 'fast-check'
import { expect, test } from 'vitest'
import { disarmed, eventPartsOf, fieldNames, fieldsOf, prefix, rearm } from './exported-fields.ts'
import { exportedInteraction } from './exported-record.ts'
import { builtInKinds } from './identifier-kinds.ts'
import { deliveries, directions, type Interaction, parties, promiseActs } from './interaction.ts'
import { Rejection, recordFrom } from './record.ts'

const text = (maxLength: number, minLength = 0) =>
  fc
    .oneof(
      fc.string({ unit: 'grapheme', minLength, maxLength }),
      fc
        .constantFrom('=1+1', "'quoted'", 'a,"b"\r\nc', 'tab\tand \u0001', ' blank ')
        .filter((each) => each.length <= maxLength && each.length >= minLength),
    )
    .map((each) => each.slice(0, maxLength).toWellFormed())
    .filter((each) => each.length >= minLength)
const at = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2026, 0, 1) })
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null })
const name = text(20, 1)
const record = fc.dictionary(
  fc
    .oneof(name, fc.constantFrom('source', `${prefix}source`, 'event:type', 'case:x', 'time:timestamp', '1'))
    .filter((each) => each !== '__proto__'),
  text(20, 1),
  { noNullPrototype: true, maxKeys: 4 },
)

const interactions: fc.Arbitrary<Interaction> = fc.record({
  interaction_id: fc.uuid(),
  source: name,
  record_key: text(30),
  sequence: fc.nat(),
  started_at: at,
  ended_at: maybe(at),
  channel: text(10),
  touchpoint: name,
  direction: fc.constantFrom(...directions),
  begun_by: fc.constantFrom(...parties),
  ball_after: fc.constantFrom(...parties),
  identifiers: fc.constantFrom(
    [],
    [{ kind: 'user_id', value: 'u:1' }],
    [
      { kind: 'email', value: 'a@example.org' },
      { kind: 'user_id', value: '7' },
    ],
  ),
  subjects: fc.array(fc.record({ type: name, id: text(12, 1) }), { maxLength: 3 }),
  information_given: fc.array(text(9), { maxLength: 2 }),
  information_asked: fc.array(text(9), { maxLength: 2 }),
  news: maybe(
    fc.record({
      received: maybe(text(9)),
      needed_from_you: maybe(text(9)),
      next_by: maybe(at),
      delivery: fc.constantFrom(...deliveries),
    }),
  ),
  promises: fc.array(
    fc.record({
      what: name,
      act: fc.constantFrom(...promiseActs),
      due: maybe(at),
      at: maybe(at),
      fulfilled_by: fc.array(name, { maxLength: 1 }),
      replaced_by: fc.array(name, { maxLength: 1 }),
      voided_by: fc.array(name, { maxLength: 1 }),
    }),
    { maxLength: 2 },
  ),
  statements: fc.array(fc.record({ about: text(9), what: name, value: text(9), changes: fc.boolean() }), {
    maxLength: 2,
  }),
  score: maybe(
    fc.record({
      question: name,
      value: fc.integer({ min: 1, max: 5 }),
      scale_min: maybe(fc.constant(1)),
      scale_max: maybe(fc.constant(5)),
      direction: fc.constantFrom('higher_is_better' as const, 'lower_is_better' as const),
    }),
  ),
  agent: text(9),
  team: text(9),
  cost: maybe(
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }).map((each) => each + 0),
  ),
  text: text(60),
  traits: record,
  groups: fc.array(fc.record({ kind: name, key: text(9, 1), name: text(9), role: text(9), traits: record }), {
    maxLength: 2,
  }),
  attributes: record,
})

const now = Date.UTC(2026, 5, 1)
const read = (columns: [string, string][]) => exportedInteraction(recordFrom(columns), builtInKinds, now)
const ascii = (each: string) => /^[ -~]*$/.test(each)

test('an interaction written as fields is the same when it is read', () => {
  fc.assert(
    fc.property(interactions, (each) => {
      const fields = fieldsOf(each)
      expect(read(fieldNames.map((field) => [field, fields[field]]))).toEqual(each)
    }),
  )
})

test('an interaction written as a cell each is the same, and no cell begins as a formula', () => {
  fc.assert(
    fc.property(interactions, (each) => {
      const fields = fieldsOf(each)
      const cells = recordFrom(fieldNames.map((field) => [field, disarmed(fields[field])] as const))
      for (const field of fieldNames) expect(cells[field]).not.toMatch(/^[=+\-@\t\r]/)
      rearm(cells)
      expect(exportedInteraction(cells, builtInKinds, now)).toEqual(each)
    }),
  )
})

test('an interaction written as the attributes of an event is the same, whatever texts the format can hold', () => {
  fc.assert(
    fc.property(interactions, fc.boolean(), (each, narrow) => {
      const { fields, attributes } = eventPartsOf(
        each,
        ['touchpoint', 'started_at'],
        narrow ? ascii : undefined,
      )
      if (narrow)
        for (const [column, value] of [...fields, ...attributes]) expect(ascii(column + value)).toBe(true)
      const columns: [string, string][] = [
        ...attributes,
        ...fields,
        ['concept:name', narrow ? each.touchpoint.replace(/[^ -~]/g, '?') : each.touchpoint],
        ['time:timestamp', new Date(each.started_at).toISOString()],
        ['case:concept:name', 'order 7'],
      ]
      expect(read(columns)).toEqual(each)
    }),
  )
})

test('a record that no export wrote is rejected with the column that is wrong', () => {
  const fields = { ...fieldsOf(fc.sample(interactions, 1)[0]!), promises: '', score: '' }
  const refused = (change: Partial<typeof fields>) => {
    try {
      read(Object.entries({ ...fields, ...change }))
    } catch (error) {
      return error instanceof Rejection ? error.field : error
    }
    return null
  }
  expect(refused({})).toBeNull()
  expect(refused({ interaction_id: '7' })).toBe('interaction_id')
  expect(refused({ started_at: 'soon' })).toBe('started_at')
  expect(refused({ source: '' })).toBe('source')
  expect(refused({ promises: '[{"what":"x","act":"dreamt"}]' })).toBe('promises')
  expect(refused({ score: '{' })).toBe('score')
  expect(refused({ sequence: '-1' })).toBe('sequence')
})
