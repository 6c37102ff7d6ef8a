import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { guessMapping } from './guess-mapping.ts'
import { planImport } from './import-plan.ts'
import { JsonElements } from './json-elements.ts'
import { mapFile } from './map-file.ts'
import { readOcel } from './read-ocel.ts'

const folder = mkdtempSync(join(tmpdir(), 'read-ocel-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function all<Each>(given: AsyncIterable<Each>): Promise<Each[]> {
  const found: Each[] = []
  for await (const each of given) found.push(each)
  return found
}
const shared = join(import.meta.dirname, '../../../shared/data/ocel')
const example = join(shared, 'ocel20_example.jsonocel')
if (!existsSync(example)) console.warn(`skipped: the example of OCEL 2.0 is not at ${example}`)

async function read(content: unknown) {
  const path = join(folder, 'a.jsonocel')
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  const batches = await all(readOcel(path))
  return {
    records: batches.flatMap(({ rows }) => rows.map(({ record }) => ({ ...record }))),
    rejected: batches.flatMap((batch) => batch.rejected),
  }
}

/** An order of two items, one of which belongs to a parcel, in the form of the standard (https://www.ocel-standard.org/2.0/ocel20_specification.pdf). */
const log = {
  eventTypes: [{ name: 'place', attributes: [{ name: 'clerk', type: 'string' }] }],
  objectTypes: [{ name: 'order', attributes: [] }],
  events: [
    {
      id: 'e1',
      type: 'place',
      time: '2024-03-01T10:00:00Z',
      attributes: [
        { name: 'clerk', value: 'Bo' },
        { name: 'price', value: 12.5 },
      ],
      relationships: [
        { objectId: 'o1', qualifier: 'placed' },
        { objectId: 'i1', qualifier: 'line' },
        { objectId: 'i2', qualifier: 'line' },
        { objectId: 'nowhere', qualifier: 'lost' },
      ],
    },
    {
      id: 'e2',
      type: 'pay',
      time: '2024-03-02T10:00:00Z',
      attributes: [],
      relationships: [{ objectId: 'o1', qualifier: 'paid' }],
    },
    { type: 'no id' },
  ],
  objects: [
    {
      id: 'o1',
      type: 'order',
      attributes: [
        { name: 'state', time: '1970-01-01T00:00:00Z', value: 'new' },
        { name: 'state', time: '2024-03-02T09:00:00Z', value: 'checked' },
        { name: 'state', time: '2024-03-09T09:00:00Z', value: 'sent' },
      ],
      relationships: [{ objectId: 'c1', qualifier: 'of' }],
    },
    { id: 'i1', type: 'item', relationships: [{ objectId: 'p1', qualifier: 'in' }] },
    { id: 'i2', type: 'item' },
    { id: 'p1', type: 'parcel' },
    { id: 'c1', type: 'customer' },
  ],
}

describe('an OCEL 2.0 log', () => {
  it('gives each event with its objects by type, their attributes as they were then, and what those are related to', async () => {
    const { records, rejected } = await read(log)
    expect(records).toEqual([
      {
        clerk: 'Bo',
        price: '12.5',
        'event:id': 'e1',
        'event:type': 'place',
        'event:time': '2024-03-01T10:00:00Z',
        'object:order': 'o1',
        'qualifier:order': 'placed',
        'object:order.state': 'new',
        'object:item': 'i1\ni2',
        'qualifier:item': 'line\nline',
        'related:customer': 'c1',
        'related:parcel': 'p1',
      },
      {
        'event:id': 'e2',
        'event:type': 'pay',
        'event:time': '2024-03-02T10:00:00Z',
        'object:order': 'o1',
        'qualifier:order': 'paid',
        'object:order.state': 'checked',
        'related:customer': 'c1',
      },
    ])
    expect(rejected).toEqual([
      expect.objectContaining({ row: 3, reason: expect.stringMatching(/needs id, type and time/) }),
    ])
  })

  it('that is none is refused, with what to do', async () => {
    await expect(read('[]')).rejects.toThrow(/is a JSON list/)
    await expect(read('{"events": [')).rejects.toThrow(/ends before its JSON does/)
    await expect(read('{"objects": []}')).rejects.toThrow(/has no events/)
    await expect(read('{"ocel:events": {}, "ocel:objects": {}}')).rejects.toThrow(/OCEL 1\.0/)
    await expect(read('hello')).rejects.toThrow(/no JSON object/)
    await expect(read('{"events": [{"a" 1}]}')).rejects.toThrow(/broken JSON/)
  })

  it('of the standard’s makers becomes interactions about several subjects each, by a guessed mapping', async ({
    skip,
  }) => {
    skip(!existsSync(example), `no ${example} here`)
    const { mapping, problems, subject_type } = await guessMapping(example)
    expect(problems).toEqual([])
    expect(subject_type).toBe('purchase requisition')
    const { files } = await planImport(example, mapping!)
    const [mapped] = await all(mapFile(files[0]!))
    expect(mapped!.rejected).toEqual([])
    expect(mapped!.interactions).toHaveLength(13)
    const about = (touchpoint: string) =>
      mapped!.interactions
        .filter((each) => each.touchpoint === touchpoint)
        .map((each) => each.subjects.map(({ type, id }) => `${type} ${id}`).sort())
    expect(about('Create Purchase Order')).toEqual([
      ['purchase order PO1', 'purchase requisition PR1'],
      ['invoice R3', 'purchase order PO2'],
    ])
    expect(about('Insert Payment')).toEqual([
      ['invoice R1', 'payment P1'],
      ['invoice R2', 'payment P2'],
      ['invoice R3', 'payment P3'],
    ])
  })
})

describe('a JSON text in pieces', () => {
  it('gives the elements of its lists, however it is cut', () => {
    const value = fc.jsonValue({ maxDepth: 3 })
    const whole = fc.record({
      head: value,
      'a "name" with \\': fc.array(value, { maxLength: 2 }),
      objects: fc.array(fc.dictionary(fc.string(), value), { maxLength: 4 }),
      events: fc.array(fc.dictionary(fc.string(), value), { maxLength: 4 }),
    })
    fc.assert(
      fc.property(whole, fc.array(fc.nat(40), { minLength: 1 }), fc.boolean(), (tree, cuts, spaced) => {
        const text = JSON.stringify(tree, null, spaced ? 2 : 0)
        const found: Record<string, unknown[]> = { objects: [], events: [] }
        const elements = new JsonElements('x', ['objects', 'events'], (list, element) =>
          found[list]!.push(JSON.parse(element)),
        )
        for (let from = 0, cut = 0; from < text.length; cut++) {
          const size = 1 + cuts[cut % cuts.length]!
          elements.write(text.slice(from, from + size))
          from += size
        }
        elements.end()
        expect(JSON.stringify(found)).toEqual(JSON.stringify({ objects: tree.objects, events: tree.events }))
      }),
    )
  })
})
