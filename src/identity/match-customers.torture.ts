import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { madeRecords } from '../../tools/bench/people.ts'
import { type InProcess, openInProcess } from '../../tools/in-process.ts'
import { identifierId } from '../collect/index.ts'
import {
  answerReview,
  listLinks,
  listReviews,
  matchCustomers,
  readIdentity,
  readMatching,
  undoLinks,
} from './contract.ts'
import { matchNew } from './matchings.ts'

const mapping = `source: crm
records:
  - file: people.csv
    key: $id
    identifiers: { crm_id: $id }
    traits: { given_name: $given_name, family_name: $family_name, birth_date: $birth_date, street: $street, city: $city, phone: $phone }
    interactions: [{ touchpoint: Registered, at: $at }]
`
const workspace = 'main'
const records = [...madeRecords(800, 5)]
const personOf = new Map(
  records.map(({ record_id, person }) => [identifierId({ kind: 'crm_id', value: record_id }), person]),
)

let product: InProcess
beforeAll(async () => {
  product = await openInProcess()
  const fields = ['given_name', 'family_name', 'birth_date', 'street', 'city', 'phone'] as const
  const rows = records.map(({ record_id, traits }) =>
    [record_id, ...fields.map((field) => `"${traits[field]}"`), '2026-01-05'].join(','),
  )
  const folder = product.folder({ 'people.csv': [`id,${fields.join(',')},at`, ...rows].join('\n') })
  await product.import(workspace, folder, { mapping })
  await product.follow(workspace)
})
afterAll(() => product.close())

const customers = async () => {
  const [row] = await product.ask<{ n: string }>(
    workspace,
    `SELECT uniqExact(if(m.customer_id = 0, h.key, m.customer_id)) AS n FROM throughline.history AS h
     LEFT JOIN (SELECT * FROM throughline.identifier_customers FINAL WHERE {{workspace}}) AS m ON m.identifier_id = h.key
     WHERE h.workspace = {workspace:String} AND h.kind = 'identifier'`,
  )
  return Number(row!.n)
}

describe('matching the customers of a workspace', () => {
  it('merges sure pairs with their evidence, asks a person about doubtful ones, and every merge can be undone', async () => {
    expect(await customers()).toBe(800)
    const matched = await product.call(matchCustomers, { workspace })
    expect(matched.merged).toBeGreaterThan(80)
    await product.follow(workspace)
    expect(await customers()).toBeLessThan(720)
    const { links } = await product.call(listLinks, { workspace, rule: 'match', limit: 1000 })
    const right = links.filter(
      ({ a, b }) => a.value !== b.value && personOf.get(identifierId(a)) === personOf.get(identifierId(b)),
    )
    expect(right.length / links.length).toBeGreaterThanOrEqual(0.99)
    expect(links[0]!.evidence.map(({ trait }) => trait)).toContain('birth_date')
    const merged = links.find(({ result }) => result === 'merged')!
    const shown = await product.call(readIdentity, { workspace, customer_id: merged.a.customer_id })
    expect(shown.strength).toBeLessThan(1)
    expect(shown.strength).toBeGreaterThanOrEqual(matched.thresholds.automatic)
    const before = await customers()
    await product.call(undoLinks, { workspace, links: [merged.link_id], reason: 'twins' })
    const change = await product.call(readIdentity, { workspace, customer_id: identifierId(merged.b) })
    expect(change.links.find(({ link_id }) => link_id === merged.link_id)!.result).toBe('undone')
    await product.call(undoLinks, { workspace, links: [merged.link_id], undone: false, reason: 'no twins' })
    await product.follow(workspace)
    expect(await customers()).toBe(before)
  })

  it('keeps answers: one customer is merged as doubtfully as it was, two are never offered again', async () => {
    const { reviews } = await product.call(listReviews, { workspace, limit: 1000 })
    expect(reviews.length).toBeGreaterThan(1)
    const [one, two] = reviews
    expect(await product.call(answerReview, { workspace, review_id: one!.review_id, answer: 'one' })).toEqual(
      { refused: null },
    )
    expect(await product.call(answerReview, { workspace, review_id: two!.review_id, answer: 'two' })).toEqual(
      { refused: null },
    )
    const shown = await product.call(readIdentity, { workspace, customer_id: one!.a })
    expect(shown.strength).toBeCloseTo(one!.probability, 10)
    await product.call(matchCustomers, { workspace })
    const again = await product.call(listReviews, { workspace, limit: 1000 })
    expect(again.reviews.some(({ a, b }) => a === two!.a && b === two!.b)).toBe(false)
    const answered = await product.call(listReviews, { workspace, answered: 'true' })
    expect(answered.reviews).toHaveLength(2)
    expect(answered.answers).toBe(2)
  })

  it('draws merges for people to judge, and tells how many may be wrong with an interval', async () => {
    const { reviews } = await product.call(listReviews, { workspace, verdict: 'automatic', limit: 1000 })
    expect(reviews.length).toBeGreaterThan(0)
    for (const { review_id } of reviews.slice(0, 10))
      await product.call(answerReview, { workspace, review_id, answer: 'one' })
    const { false_merge } = await product.call(listReviews, { workspace })
    expect(false_merge!.value).toBeLessThan(0.1)
    expect(false_merge!.high).toBeGreaterThan(false_merge!.value)
  })

  it('tells in a journey how many runs rest on a link that the machine would not have made', async () => {
    await product.storyboard(
      workspace,
      'journey: registered\nversion: 1\ncorrelate: { customer: 30d }\nsteps: [{ step: Registered }]\noutcomes: { done: { kind: success, touchpoints: [Registered] } }\n',
    )
    await product.follow(workspace)
    expect((await product.report(workspace, 'registered')).doubtful_runs).toBe(0)
    const { links } = await product.call(listLinks, { workspace, rule: 'match', result: 'merged', limit: 1 })
    const { a, b } = links[0]!
    // As the ledger tells it of an accepted match of 90 %.
    await product.product.analytics.insert(
      'throughline.identifier_customers',
      ['workspace', 'identifier_id', 'customer_id', 'strength', 'commit_id', 'version'],
      [[workspace, identifierId(b), a.customer_id, 0.9, 1, 1e15]],
    )
    expect((await product.report(workspace, 'registered')).doubtful_runs).toBe(1)
  })

  it('matches new customers by themselves, by the model that was learnt, once the pause is over', async () => {
    const known = records.find(({ record_id }) => record_id !== '0')!
    const at = Date.now()
    const fields = ['given_name', 'family_name', 'birth_date', 'street', 'city', 'phone'] as const
    const folder = product.folder({
      'people.csv': `id,${fields.join(',')},at\nnew-1,${fields.map((field) => `"${known.traits[field]}"`).join(',')},2026-02-05\n`,
    })
    await product.import(workspace, folder, { mapping })
    await product.follow(workspace)
    const store = { db: product.product.db, analytics: product.product.analytics }
    expect(await matchNew(store, workspace, at)).toBeNull()
    const matched = await matchNew(store, workspace, at + 3_600_000)
    expect(matched).toMatchObject({ merged: 1 })
    const { last } = await product.call(readMatching, { workspace })
    expect(last).toMatchObject({ of: 'new', merged: 1 })
    expect(await matchNew(store, workspace, at + 7_200_000)).toBeNull()
    const [found, same] = await Promise.all(
      ['new-1', known.record_id].map((value) =>
        product.call(readIdentity, { workspace, customer_id: identifierId({ kind: 'crm_id', value }) }),
      ),
    )
    expect(found!.customer_id).toBe(same!.customer_id)
  })
})
