import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { afterAll, expect, test } from 'vitest'
import { guessMapping } from './guess-mapping.ts'
import { parquetColumns, readParquet } from './read-parquet.ts'

/** Found among a hundred thousand mutated files. */
const claiming = [
  'UEFSMRUGFTQVNlwVCBUAFQgVtQIAAAByMQIBBjAyAgAAAHIzAgAAAHI0FQQVLBUwTBUCFQAAABZUEgAAAFBsYWNlZCAibm93Iiwg',
  'b25j6xQ1FQYVCBUMXBUIFQAVCBUQFQQVAAAAAw8CBAADFQYVxAEVaFwVCBUAPWNtZB0VAAAAAw9gSBQAAAAyMDI0LTA1LTAxVDEw',
  'OjABAwBaMhgAADJaGAAAM1oYACg0VDEwOjAwOjDvv70VABUEFQAAAAMPGFwCAAAAdTECAAAAdTICAAAAdTMCAAAAdTQVBhU0FTZc',
  'FQgVABUIFQAVBBUAAAADDxgYAgAAAG8xAgEGMDICAAAAbzMCAAAAbzQVBBlsSARyb290FQoAFQwlAhgCaWQlAAAVDCUCGAR3aGF0',
  'JQAAFQwlAhgCYXQlAAAVDCUCGAR1c2VyJQAAFQwlAhgFb3JkZXIlAAAWCBkcGVwmCBwVDBkVABkYAmlkFQIWCBZeFmAmCDw2ACgC',
  'cjQYAnIxABkcFQYVABUCAAAAJmgcFQwZJQAQGRgEd2hhdBUCFggWeBaAASayASZoHDYAKBBQbGFjZWQgIm5vdyIsIG9vGBBQbGFj',
  'ZWQgIm5vdyIsIG9uEhIAGSwVBBUAFQIAFQYVEBUCAAAAJugBHBUMGRUAGRgCYXQVAhYIFvABFpQBJugBPDYAKBAyMDI0LTA1LTA0',
  'VDEwOjAxGBAyMDI0LTA1LTAxVDEwOjAwEhIAGRwVBhUAFQIAAAAm/AIcFQwZFQAZGAR1c2VyFQIWCBZeFmIm/AI8NgAoAnU0GAJ1',
  'MQAZHBUGFQAVAgAAACbeAxwVDBkVABkYBW9yZGVyFQIWCBZeFmAm3gM8NgAoAm80GAJvMQAZHBUGFQAVAgAAABaCBRYINrYEACgJ',
  'aHlwYXJxdWV0GVwcAAAcAAAcAAAcAAAcAAAAtAEAAFBBUjE=',
].join('')

const folder = mkdtempSync(join(tmpdir(), 'read-parquet-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function all<Each>(given: AsyncIterable<Each>): Promise<Each[]> {
  const found: Each[] = []
  for await (const each of given) found.push(each)
  return found
}

function written(name: string, columnData: Parameters<typeof parquetWriteBuffer>[0]['columnData']): string {
  const path = join(folder, name)
  writeFileSync(path, Buffer.from(parquetWriteBuffer({ columnData, rowGroupSize: 2 })))
  return path
}

test('a Parquet file gives its rows as text, times in ISO 8601, over all its groups', async () => {
  const path = written('a.parquet', [
    { name: 'order_id', data: ['A1', 'A2', 'A3'], type: 'STRING' },
    {
      name: 'placed_at',
      data: [0, 1, 2].map((day) => new Date(Date.UTC(2024, 0, 1 + day))),
      type: 'TIMESTAMP',
    },
    { name: 'cents', data: [9007199254740993n, 1n, null], type: 'INT64' },
    { name: 'paid', data: [true, false, true], type: 'BOOLEAN' },
  ])
  const batches = await all(readParquet(path))
  expect(batches.flatMap((batch) => batch.rows.map(({ row, record }) => ({ row, ...record })))).toEqual([
    {
      row: 1,
      order_id: 'A1',
      placed_at: '2024-01-01T00:00:00.000Z',
      cents: '9007199254740993',
      paid: 'true',
    },
    { row: 2, order_id: 'A2', placed_at: '2024-01-02T00:00:00.000Z', cents: '1', paid: 'false' },
    { row: 3, order_id: 'A3', placed_at: '2024-01-03T00:00:00.000Z', paid: 'true' },
  ])
  expect(await parquetColumns(path)).toEqual(['order_id', 'placed_at', 'cents', 'paid'])
  const { yaml, problems } = await guessMapping(path)
  expect(problems).toEqual([])
  expect(yaml).toMatch(/subjects: \{ ?order: \$order_id/)
})

test('a file that is no Parquet is refused with its name', async () => {
  const path = join(folder, 'b.parquet')
  writeFileSync(path, 'PAR1 but nothing more, not even an end')
  await expect(all(readParquet(path))).rejects.toThrow(/b\.parquet cannot be read as Parquet/)
})

test('a file of some bytes that claims a thousand million values is refused, and holds up nothing else', async () => {
  const path = join(folder, 'c.parquet')
  writeFileSync(path, Buffer.from(claiming, 'base64'))
  let ticks = 0
  const ticking = setInterval(() => ticks++, 20)
  await expect(all(readParquet(path, 300))).rejects.toThrow(
    /c\.parquet cannot be read as Parquet: it claims more/,
  )
  clearInterval(ticking)
  expect(ticks).toBeGreaterThan(5)
  const good = written('d.parquet', [{ name: 'constructor', data: ['x'], type: 'STRING' }])
  const [batch] = await all(readParquet(good))
  expect(Object.entries(batch!.rows[0]!.record)).toEqual([['constructor', 'x']])
})
