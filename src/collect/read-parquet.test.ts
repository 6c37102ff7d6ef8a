import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { afterAll, expect, test } from 'vitest'
import { guessMapping } from './guess-mapping.ts'
import { parquetColumns, readParquet } from './read-parquet.ts'

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
