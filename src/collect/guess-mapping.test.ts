import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { guessMapping } from './guess-mapping.ts'
import { planImport } from './import-plan.ts'
import type { Interaction } from './interaction.ts'
import { mapFile } from './map-file.ts'

const root = mkdtempSync(join(tmpdir(), 'guess-mapping-'))
afterAll(() => rmSync(root, { recursive: true }))
const data = join(dirname(fileURLToPath(import.meta.url)), '../../../shared/data')
const there = existsSync(data)
if (!there) console.warn(`skipped: the real data sets are not at ${data}`)

async function imported(path: string) {
  const guess = await guessMapping(path)
  if (guess.mapping === null) throw new Error(guess.problems.join('\n'))
  const { files, problems } = await planImport(path, guess.mapping)
  expect(problems).toEqual([])
  const interactions: Interaction[] = []
  let rejected = 0
  for (const file of files) {
    for await (const batch of mapFile(file)) {
      interactions.push(...batch.interactions)
      rejected += batch.rejected.length
    }
  }
  return { guess, interactions, rejected }
}

function written(name: string, content: string): string {
  writeFileSync(join(root, name), content)
  return join(root, name)
}

const touchpoints = (interactions: Interaction[]) => [...new Set(interactions.map((one) => one.touchpoint))]

describe('a mapping guessed from a file', () => {
  it('offers the subject as key where a file has several rows of one happening', async () => {
    const lines =
      'invoice_no,customer_id,invoice_date,item\n1,7,2024-01-02 10:00,cup\n1,7,2024-01-02 10:00,pot\n'
    const { yaml } = await guessMapping(written('lines.csv', `${lines}2,8,2024-01-03 11:00,cup\n`))
    expect(yaml).toContain('# key: $invoice_no   # makes one interaction of all rows of one invoice')
  })

  it('finds customer, order, e-mail, channel, text and score by names and values', async () => {
    const rows = Array.from({ length: 50 }, (_, i) =>
      JSON.stringify({
        event: i % 2 ? 'Order placed' : 'Asked by chat',
        order: { id: `o${i >> 1}` },
        user_id: `u${i % 9}`,
        mail: `a${i}@example.org`,
        created_at: `2024-05-${10 + (i % 20)}T10:00:00Z`,
        channel: i % 2 ? 'web' : 'chat',
        rating: 1 + (i % 5),
        message: `I am waiting for parcel number ${i}, please tell me more`,
      }),
    )
    const { interactions, rejected } = await imported(written('contacts.jsonl', rows.join('\n')))
    expect(rejected).toBe(0)
    expect(interactions[0]).toMatchObject({
      touchpoint: 'Asked by chat',
      channel: 'chat',
      subjects: [{ type: 'order', id: 'o0' }],
      score: { value: 1, scale_min: 1, scale_max: 5 },
      identifiers: [
        { kind: 'user_id', value: 'u0' },
        { kind: 'email', value: 'a0@example.org' },
      ],
      text: expect.stringContaining('parcel number 0'),
    })
  })

  it('says where day and month cannot be told apart', async () => {
    const guess = await guessMapping(
      written('calls.csv', 'customer_id,called_on\n1,03/04/2018\n2,05/06/2018\n'),
    )
    expect(guess.yaml).toContain('# or M/d/yyyy: the rows looked at do not tell day from month')
    const clear = await guessMapping(
      written('calls2.csv', 'customer_id,called_on\n1,03/24/2018\n2,05/06/2018\n'),
    )
    expect(clear.yaml).toContain('format: "M/d/yyyy"')
  })

  it('says clearly that there is no time, and where to write it', async () => {
    const guess = await guessMapping(written('people.csv', 'name,email\nAna,a@x.org\nBo,b@x.org\n'))
    expect(guess.mapping).toBe(null)
    expect(guess.problems.join()).toContain('needs `at`')
    expect(guess.yaml).toContain('# at: $…   # no column of times was found; there is: name, email')
  })

  it('does not take an id for a time, nor a birthday for something that happened', async () => {
    const guess = await guessMapping(
      written(
        'ids.csv',
        'customer_id,born,seen_at\n1521972672,1999-01-01,2018-03-01\n1521972999,1998-01-01,2018-03-02\n',
      ),
    )
    expect(guess.yaml).toContain('at: $seen_at')
    expect(guess.yaml).not.toContain('at: $customer_id')
    expect(guess.yaml).not.toContain('at: $born')
  })

  it('survives columns with awkward names', async () => {
    const { interactions } = await imported(
      written('odd.csv', '"a: b","# c","{d}",when_at,"e ""f"""\n1,2,3,2018-01-01,5\n'),
    )
    expect(interactions[0]!.attributes).toEqual({ 'a: b': '1', '# c': '2', '{d}': '3', 'e "f"': '5' })
  })
})

describe.skipIf(!there)('a mapping guessed from real files', () => {
  it('makes milestones of the dates of an order, named in words, and joins the customers', async () => {
    const { guess, interactions, rejected } = await imported(join(data, 'olist'))
    expect(rejected).toBe(0)
    expect(guess.subject_type).toBe('order')
    expect(touchpoints(interactions)).toEqual([
      'Review creation',
      'Review answer',
      'Order purchase',
      'Order approved',
      'Order delivered carrier',
      'Order delivered customer',
    ])
    const placed = interactions.filter((one) => one.touchpoint === 'Order purchase')
    expect(placed.length).toBe(8135)
    expect(new Set(placed.map((one) => one.identifiers[0]!.value)).size).toBe(8016)
    expect(guess.yaml).toContain('order_estimated_delivery_date looks like a promise')
  })

  it.each([['logs/receipt.csv'], ['logs/receipt.xes.gz']])(
    'reads the log %s by case, activity, time, resource and channel',
    async (name) => {
      const { guess, interactions, rejected } = await imported(join(data, name))
      expect(rejected).toBe(0)
      expect(guess.subject_type).toBe('case')
      expect(interactions.length).toBe(8577)
      expect(new Set(interactions.map((one) => one.subjects[0]!.id)).size).toBe(1434)
      expect(touchpoints(interactions).length).toBe(27)
      expect(interactions[0]).toMatchObject({
        channel: 'Internet',
        agent: 'Resource21',
        team: 'Group 1',
        attributes: { department: 'General' },
      })
      expect(new Set(interactions.map((one) => one.interaction_id)).size).toBe(8577)
    },
  )

  it('puts date and time of day together, and takes customer 0 for nobody', async () => {
    const { interactions, rejected } = await imported(join(data, 'callcentre/january.txt'))
    expect(rejected).toBe(0)
    expect(interactions.length).toBe(31_599)
    expect(new Date(interactions[0]!.started_at).toISOString()).toBe('1999-01-01T00:00:31.000Z')
    expect(interactions.filter((one) => one.identifiers.length > 0).length).toBe(13_424)
    expect(
      new Set(interactions.flatMap((one) => one.identifiers.map((identifier) => identifier.value))).size,
    ).toBe(3976)
  })

  it('reads messages with their direction, and ids that were written as decimals', async () => {
    const support = await imported(join(data, 'support/twcs_5000.csv'))
    expect(support.interactions.filter((one) => one.direction === 'inbound').length).toBe(2778)
    expect(support.interactions.filter((one) => one.direction === 'outbound').length).toBe(2222)
    const retail = await imported(join(data, 'online_retail'))
    expect(retail.rejected).toBe(0)
    expect(retail.interactions.find((one) => one.identifiers.length > 0)!.identifiers).toEqual([
      { kind: 'user_id', value: '17850' },
    ])
    expect(new Set(retail.interactions.map((one) => one.interaction_id)).size).toBe(
      retail.interactions.length,
    )
  })
})
