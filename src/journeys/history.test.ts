import { afterAll, beforeAll, expect, it } from 'vitest'
import { type InProcess, openInProcess } from '../../tools/in-process.ts'
import { readCustomerHistories } from './customer-history.ts'
import { type History, readHistories } from './history.ts'
import { orderHistory } from './history-order.ts'

const mapping = `source: desk
records:
  - file: calls.csv
    key: $id
    identifiers: { user_id: $person }
    subjects: { case: $case }
    touchpoint: Call
    at: $at
    agent: $agent
    team: $team
    information_given: [{ column: gave, split: ";" }]
    information_asked: [{ column: asked, split: ";" }]
    states: { about: order, what: price, value: $price, changes: { why: [discount] } }
`
const calls = `id,person,case,at,agent,team,gave,asked,price,why
1,ana,K-1,2025-05-05T10:00:00Z,Bo,Desk,name;address,,100,
2,ana,K-1,2025-05-06T10:00:00Z,,,,address,80,discount
3,ana,K-1,2025-05-07T10:00:00Z,,,,,,
`

let product: InProcess
beforeAll(async () => {
  product = await openInProcess()
})
afterAll(() => product.close())

it('a history read for its runs holds what was given, asked and stated, and by whom: by subject and by customer', async () => {
  const workspace = await product.workspace('said')
  await product.import(workspace, product.folder({ 'calls.csv': calls }), { mapping })
  const { analytics } = product.product
  const [bySubject] = await readHistories(analytics, { workspace }, 'case', 'rebuild')
  const [byCustomer] = await readCustomerHistories(
    analytics,
    { workspace },
    { by: 'customer', window: 86_400, issue: null, group: null },
    'rebuild',
  )
  const inOrder = ({ interactions }: History) =>
    orderHistory(interactions, Number.POSITIVE_INFINITY).interactions
  const said = inOrder(bySubject!).map(
    ({ agent, team, information_given, information_asked, statements }) => ({
      agent,
      team,
      information_given,
      information_asked,
      statements,
    }),
  )
  expect(said).toEqual([
    {
      agent: 'Bo',
      team: 'Desk',
      information_given: ['name', 'address'],
      information_asked: [],
      statements: [{ about: 'order', what: 'price', value: '100', changes: false }],
    },
    {
      agent: '',
      team: '',
      information_given: [],
      information_asked: ['address'],
      statements: [{ about: 'order', what: 'price', value: '80', changes: true }],
    },
    { agent: '', team: '', information_given: [], information_asked: [], statements: [] },
  ])
  expect(inOrder(byCustomer!)).toEqual(inOrder(bySubject!))
})
