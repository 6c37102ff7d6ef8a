import { expect, test } from 'vitest'
import type { Interaction } from './interaction.ts'
import { idsOf, recordIdOf } from './interaction-id.ts'
import { recordsOf, sameContent } from './record-ledger.ts'

const whole: Interaction = {
  interaction_id: idsOf('source record')(0),
  source: 'calls',
  record_key: '1',
  sequence: 1,
  started_at: 1,
  ended_at: 2,
  channel: 'phone',
  touchpoint: 'Call',
  direction: 'inbound',
  begun_by: 'customer',
  ball_after: 'company',
  identifiers: [{ kind: 'email', value: 'a@example.org' }],
  subjects: [{ type: 'order', id: '7' }],
  information_given: ['name'],
  information_asked: ['address'],
  news: { received: 'order', needed_from_you: null, next_by: 5, delivery: 'assumed' },
  promises: [
    { what: 'delivery', act: 'made', due: 9, at: null, fulfilled_by: [], replaced_by: [], voided_by: [] },
  ],
  statements: [{ about: 'order', what: 'price', value: '100', changes: false }],
  score: { question: 'csat', value: 4, scale_min: 1, scale_max: 5, direction: 'higher_is_better' },
  agent: 'Bo',
  team: 'Desk',
  cost: 3,
  text: 'Hello',
  traits: {},
  groups: [],
  attributes: { region: 'north' },
}
const hashOf = (interaction: Interaction) => recordsOf([interaction])[0]!.record_hash

const another: { [Field in keyof Interaction]: Interaction[Field] } = {
  ...whole,
  interaction_id: idsOf('source record')(1),
  source: 'mails',
  record_key: '2',
  started_at: 3,
  ended_at: null,
  channel: 'mail',
  touchpoint: 'Mail',
  direction: 'outbound',
  begun_by: 'company',
  ball_after: 'customer',
  identifiers: [],
  subjects: [{ type: 'order', id: '8' }],
  information_given: [],
  information_asked: ['name'],
  news: null,
  promises: [],
  statements: [],
  traits: { given_name: 'Ana' },
  groups: [{ kind: 'account', key: 'acme', name: '', role: '', traits: {} }],
  score: null,
  agent: '',
  team: 'Shop',
  cost: null,
  text: '',
  attributes: { region: 'south' },
}

test.each(Object.keys(whole).filter((field) => field !== 'sequence') as (keyof Interaction)[])(
  'a record whose %s is another is a changed record',
  (field) => {
    const changed = hashOf({ ...whole, [field]: another[field] })
    expect(sameContent(hashOf(whole), changed)).toBe(false)
  },
)

test('a record that only moved in its file says the same, and is known to have moved', () => {
  const moved = hashOf({ ...whole, sequence: 2 })
  expect(sameContent(hashOf(whole), moved)).toBe(true)
  expect(moved).not.toBe(hashOf(whole))
})

test('all interactions of a record share what the ledger knows it by, and no two share their id', () => {
  const ids = Array.from({ length: 300 }, (_, place) => idsOf('source record')(place))
  expect(new Set(ids).size).toBe(300)
  expect(new Set(ids.map(recordIdOf)).size).toBe(1)
  expect(recordIdOf(idsOf('source other record')(0))).not.toBe(recordIdOf(ids[0]!))
})
