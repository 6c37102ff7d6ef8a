import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { readXes } from './read-xes.ts'
import type { ReadRow, RejectedRow } from './record.ts'

const folder = mkdtempSync(join(tmpdir(), 'read-xes-'))
afterAll(() => rmSync(folder, { recursive: true }))
const logs = join(dirname(fileURLToPath(import.meta.url)), '../../../shared/data/logs')
const there = existsSync(logs)
if (!there) console.warn(`skipped: the real logs are not at ${logs}`)

async function readPath(path: string) {
  const rows: ReadRow[] = []
  const rejected: RejectedRow[] = []
  for await (const batch of readXes(path)) {
    rows.push(...batch.rows)
    rejected.push(...batch.rejected)
  }
  return { rows, rejected, records: rows.map((row) => ({ ...row.record })) }
}

async function read(content: string | Buffer) {
  const path = join(folder, 'a.xes')
  writeFileSync(path, content)
  return readPath(path)
}

const event = (name: string, more = '') =>
  `<event><string key="concept:name" value="${name}"/>${more}</event>`

describe('an XES log', () => {
  it('gives its events with the attributes of their trace and their place in it', async () => {
    const { records } = await read(`<?xml version="1.0"?><log><string key="concept:name" value="log"/>
      <global scope="event"><string key="concept:name" value="UNKNOWN"/></global>
      <trace><string key="concept:name" value="K-1"/><float key="cost" value="3.5"/>
      ${event('a', '<date key="time:timestamp" value="2018-01-01T00:00:00+01:00"/><string key="lifecycle:transition" value="complete"/>')}${event('b')}</trace></log>`)
    expect(records).toEqual([
      {
        'concept:name': 'a',
        'time:timestamp': '2018-01-01T00:00:00+01:00',
        'lifecycle:transition': 'complete',
        'event:index': '0',
        'event:trace': 'K-1',
        'case:concept:name': 'K-1',
        'case:cost': '3.5',
      },
      {
        'concept:name': 'b',
        'event:index': '1',
        'event:trace': 'K-1',
        'case:concept:name': 'K-1',
        'case:cost': '3.5',
      },
    ])
  })

  it('flattens nested attributes and lists, and decodes entities', async () => {
    const nested =
      '<string key="org" value="A &amp; B"><string key="unit" value="7"/></string><list key="items"><values><string key="item" value="x"/></values></list>'
    expect((await read(`<log><trace>${event('a', nested)}</trace></log>`)).records[0]).toMatchObject({
      org: 'A & B',
      'org.unit': '7',
      'items.item': 'x',
    })
  })

  it('gives trace attributes that stand after the events, and names traces that have none or the same', async () => {
    const { records } = await read(`<log><trace>${event('a')}<string key="channel" value="Post"/></trace>
      <trace><string key="concept:name" value="K"/>${event('a')}</trace><trace><string key="concept:name" value="K"/>${event('b')}</trace></log>`)
    expect(records.map((record) => [record['event:trace'], record['case:channel']])).toEqual([
      ['trace 1', 'Post'],
      ['K', undefined],
      ['K (2)', undefined],
    ])
  })

  it('is refused with the line where it breaks, after what stood before', async () => {
    const broken = `<log>\n<trace>\n${event('a')}\n</trace>\n<trace>\n<event></trace></log>`
    await expect(read(broken)).rejects.toThrow(/a\.xes is broken XML in line 6/)
    await expect(read('<log><trace>')).rejects.toThrow(/broken XML/)
    await expect(read('a,b\n1,2\n')).rejects.toThrow(/broken XML in line/)
    await expect(read('<log></log>')).rejects.toThrow(/no trace/)
  })

  it('does not unfold entities of its own, and refuses them', async () => {
    const bomb = `<!DOCTYPE log [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><log><trace>${event('&b;')}</trace></log>`
    await expect(read(bomb)).rejects.toThrow(/broken XML/)
  })

  it('rejects an event nested deeper than 64, and keeps the others', async () => {
    const deep = `${'<string key="a" value="b">'.repeat(70)}${'</string>'.repeat(70)}`
    const { records, rejected } = await read(`<log><trace>${event('a', deep)}${event('b')}</trace></log>`)
    expect(records.map((record) => record['concept:name'])).toEqual(['b'])
    expect(rejected).toMatchObject([{ row: 1, reason: 'attributes nested deeper than 64' }])
  })

  it('may be written in latin-1 and compressed', async () => {
    const text = `<?xml version="1.0" encoding="ISO-8859-1"?><log><trace>${event('Größe')}</trace></log>`
    expect((await read(gzipSync(Buffer.from(text, 'latin1')))).records[0]).toMatchObject({
      'concept:name': 'Größe',
    })
  })

  it.skipIf(!there).each([
    ['receipt.xes.gz', 1434, 8577, 27],
    ['helpdesk.xes.gz', 4580, 21_348, 14],
    ['running-example.xes', 6, 42, 8],
    ['BPI_2020_DomesticDeclarations.xes.gz', 10_500, 56_437, 17],
  ])('%s holds %i cases, %i events, %i activities', async (name, cases, events, activities) => {
    const { records } = await readPath(join(logs, name))
    expect(new Set(records.map((record) => record['event:trace'])).size).toBe(cases)
    expect(records.length).toBe(events)
    expect(new Set(records.map((record) => record['concept:name'])).size).toBe(activities)
  })
})
