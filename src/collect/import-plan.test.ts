import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { planImport } from './import-plan.ts'
import { mapFile } from './map-file.ts'
import { describeProblems, parseMapping } from './mapping.ts'

const root = mkdtempSync(join(tmpdir(), 'import-plan-'))
afterAll(() => rmSync(root, { recursive: true }))
let made = 0

function folder(files: Record<string, string>): string {
  const path = join(root, String(made++))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), content)
  }
  return path
}

function mappingOf(records: string) {
  const { mapping, problems } = parseMapping(`source: shop\nrecords:\n${records}`, 'mapping.yaml')
  if (mapping === null) throw new Error(describeProblems(problems, 'mapping.yaml'))
  return mapping
}

const orders = 'order_id,customer_id,t\n1,c1,2018-01-01\n2,c2,2018-01-02\n'
const entry = (file: string, more = '') =>
  `  - { file: "${file}", touchpoint: Order placed, at: $t, key: $order_id${more} }\n`

async function problemsOf(path: string, records: string): Promise<string> {
  const { files, problems } = await planImport(path, mappingOf(records))
  expect(files.length === 0 || problems.length === 0).toBe(true)
  return problems.map(({ message }) => message).join('\n')
}

async function allOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

describe('planning an import', () => {
  it('reads the files of each entry by name, entries in the order of the mapping', async () => {
    const path = folder({
      'b/2.csv': orders,
      'b/10.csv': orders,
      'a.csv': orders,
      '.hidden.csv': orders,
      'note.md': '',
    })
    const { files, problems } = await planImport(path, mappingOf(entry('b/*.csv') + entry('a.csv')))
    expect(problems).toEqual([])
    expect(files.map((file) => file.name)).toEqual(['b/10.csv', 'b/2.csv', 'a.csv'])
    expect(files[0]).toMatchObject({ format: 'csv', size: orders.length })
  })

  it('reads the one file imported by the only entry, whatever it is called', async () => {
    const path = folder({ 'orders-2024.csv': orders })
    expect(
      (await planImport(join(path, 'orders-2024.csv'), mappingOf(entry('orders.csv')))).files.length,
    ).toBe(1)
    expect(await problemsOf(join(path, 'orders-2024.csv'), entry('a.csv') + entry('b.csv'))).toContain(
      'no entry reads orders-2024.csv: the mapping reads a.csv, b.csv',
    )
  })

  it('says which glob found nothing, and what the folder holds', async () => {
    const path = folder({ 'oders.csv': orders, 'x.txt': 'a' })
    expect(await problemsOf(path, entry('orders*.csv'))).toMatch(
      /no file in .* matches 'orders\*\.csv'; the folder holds: oders\.csv, x\.txt/,
    )
    expect(await problemsOf(join(path, 'nowhere'), entry('a.csv'))).toContain('there is no file or folder')
  })

  it('says which column is missing before a row is read', async () => {
    const path = folder({ 'a.csv': orders })
    expect(await problemsOf(path, '  - { file: a.csv, touchpoint: x, at: $t, key: $order_idd }\n')).toBe(
      "a.csv has no column 'order_idd' (line 3 of mapping.yaml); it has: order_id, customer_id, t; did you mean 'order_id'?",
    )
  })

  it('says what is wrong with a file that cannot be read', async () => {
    expect(await problemsOf(folder({ 'a.csv': '' }), entry('a.csv'))).toContain('is empty')
    expect(await problemsOf(folder({ 'a.dat': orders }), entry('a.dat'))).toContain('no known ending')
  })
})

describe('joined files', () => {
  const join =
    ', join: { file: customers.csv, on: $customer_id, key: id }, identifiers: { user_id: $person }, attributes: [name, customers.t]'

  it('lend their columns by key; a name that is taken gets the name of the file before it', async () => {
    const path = folder({
      'a.csv': orders,
      'customers.csv': 'id;person;name;t\n"c1 ";p1;Ana;x\nc1;p9;Twin;y\n',
    })
    const { files, problems } = await planImport(path, mappingOf(entry('a.csv', join)))
    expect(problems).toEqual([])
    const batches = await allOf(mapFile(files[0]!))
    const [ana, nobody] = batches[0]!.interactions
    expect(ana).toMatchObject({
      identifiers: [{ kind: 'user_id', value: 'p1' }],
      attributes: { name: 'Ana', 'customers.t': 'x' },
    })
    expect(nobody).toMatchObject({ record_key: '2', identifiers: [], attributes: {} })
  })

  it('must be there and hold the key', async () => {
    expect(await problemsOf(folder({ 'a.csv': orders }), entry('a.csv', join))).toContain(
      'there is no file customers.csv to join beside a.csv',
    )
    expect(
      await problemsOf(
        folder({ 'a.csv': orders, 'customers.csv': 'idd,person,name\n1,2,3\n' }),
        entry('a.csv', join),
      ),
    ).toContain("customers.csv has no column 'id' to join by; it has: idd, person, name; did you mean 'idd'?")
  })
})

describe('mapping a file', () => {
  it('counts every record once: mapped, rejected by the reader or the mapping, or ignored', async () => {
    const rows = Array.from({ length: 12_345 }, (_, i) =>
      i % 5 === 0
        ? `${i},short`
        : i % 7 === 0
          ? `${i},c,never`
          : i % 11 === 0
            ? `${i},skip,2018-01-01`
            : `${i},c,2018-01-01`,
    )
    const path = folder({ 'a.csv': `order_id,customer_id,t\n${rows.join('\n')}\n` })
    const { files } = await planImport(
      path,
      mappingOf(entry('a.csv', ', where: { customer_id: { not: skip } }')),
    )
    let [read, interactions, rejected, ignored] = [0, 0, 0, 0]
    for await (const batch of mapFile(files[0]!, 1000)) {
      read += batch.read
      interactions += batch.interactions.length
      rejected += batch.rejected.length
      ignored += batch.ignored
    }
    const short = rows.filter((row) => row.endsWith('short')).length
    const never = rows.filter((row) => row.endsWith('never')).length
    const skipped = rows.filter((row) => row.includes('skip')).length
    expect({ read, interactions, rejected, ignored }).toEqual({
      read: 12_345,
      interactions: 12_345 - short - never - skipped,
      rejected: short + never,
      ignored: skipped,
    })
  })

  it('keeps the joined columns with a rejected record, so that it can be mended and mapped without them', async () => {
    const path = folder({
      'a.csv': 'order_id,customer_id,t\n1,c1,never\n',
      'customers.csv': 'id,person\nc1,p1\n',
    })
    const { files } = await planImport(
      path,
      mappingOf(
        entry(
          'a.csv',
          ', join: { file: customers.csv, on: $customer_id, key: id }, identifiers: { user_id: $person }',
        ),
      ),
    )
    const [batch] = await allOf(mapFile(files[0]!))
    expect(JSON.parse(batch!.rejected[0]!.record)).toMatchObject({ person: 'p1', t: 'never' })
    expect(batch!.rejected[0]).toMatchObject({ row: 2, field: 't', value: 'never' })
  })
})
