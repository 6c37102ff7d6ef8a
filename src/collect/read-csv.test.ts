import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { columnNames } from './csv-dialect.ts'
import { plainCsv } from './csv-options.ts'
import { CsvRows } from './csv-rows.ts'
import { limits } from './limits.ts'
import { csvColumns, readCsv } from './read-csv.ts'
import type { ReadRow, RejectedRow } from './record.ts'

const folder = mkdtempSync(join(tmpdir(), 'read-csv-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(content: string | Buffer, name = 'a.csv'): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

async function read(content: string | Buffer, csv = plainCsv, name?: string, options = {}) {
  const rows: ReadRow[] = []
  const rejected: RejectedRow[] = []
  for await (const batch of readCsv(file(content, name), csv, options)) {
    rows.push(...batch.rows)
    rejected.push(...batch.rejected)
  }
  return { rows, rejected, records: rows.map((row) => ({ ...row.record })) }
}

describe('a CSV', () => {
  it('keeps line breaks, delimiters and doubled quotes inside quotes', async () => {
    const { records } = await read('a,b\r\n"one\r\ntwo","x, ""y"""\r\nplain,\r\n')
    expect(records).toEqual([
      { a: 'one\r\ntwo', b: 'x, "y"' },
      { a: 'plain', b: '' },
    ])
  })

  it('may begin with a byte order mark', async () => {
    expect((await read('\ufeffa,b\n1,2\n')).records).toEqual([{ a: '1', b: '2' }])
    expect((await read(Buffer.from('\ufeffa;b\n1;é\n', 'utf16le'))).records).toEqual([{ a: '1', b: 'é' }])
  })

  it.each([[';'], ['\t'], ['|'], [',']])('tells its delimiter: %j', async (delimiter) => {
    const row = (...fields: string[]) => fields.join(delimiter)
    expect(
      (
        await read(
          [row('id', 'when', 'note'), row('1', '2018-01-01', 'a b'), row('2', '2018-01-02', 'c')].join('\n'),
        )
      ).records[1],
    ).toEqual({ id: '2', when: '2018-01-02', note: 'c' })
  })

  it('tells a semicolon from the commas inside its numbers', async () => {
    expect((await read('id;price;text\n1;2,50;a, b, c\n2;3,50;d, e\n')).records[0]).toEqual({
      id: '1',
      price: '2,50',
      text: 'a, b, c',
    })
  })

  it('is windows-1252 where its bytes are no UTF-8, also when the first such byte comes after megabytes', async () => {
    expect((await read(Buffer.from('name\nM\xfcller \x80\n', 'latin1'))).records).toEqual([
      { name: 'Müller €' },
    ])
    const long = Buffer.concat([
      Buffer.from(`name\n${'plain\n'.repeat(400_000)}`),
      Buffer.from('M\xfcller\n', 'latin1'),
    ])
    expect((await read(long)).records.at(-1)).toEqual({ name: 'Müller' })
  })

  it('is UTF-8 where it is, whatever character the pieces cut through', async () => {
    const { records } = await read(`name\n${'é€😀,\n'.repeat(300_000)}`)
    expect(records.length).toBe(300_000)
    expect(new Set(records.map((record) => record.name))).toEqual(new Set(['é€😀']))
  })

  it('may end its rows with CR alone', async () => {
    expect((await read('a,b\r1,2\r3,4')).records).toEqual([
      { a: '1', b: '2' },
      { a: '3', b: '4' },
    ])
  })

  it('keeps a bare CR inside a field where rows end with LF', async () => {
    expect((await read('a,b\n1,x\r\ry\n2,z\n')).records).toEqual([
      { a: '1', b: 'x\r\ry' },
      { a: '2', b: 'z' },
    ])
  })

  it('rejects rows with too few or too many fields, by the row a spreadsheet shows, and keeps the others', async () => {
    const { records, rejected } = await read('a,b,c\n1,2,3\n1,2\n1,2,3,4\n\n5,6,7,,\n')
    expect(records.length).toBe(2)
    expect(rejected.map(({ row, value }) => [row, value])).toEqual([
      [3, '2 fields'],
      [4, '4 fields'],
    ])
    expect(rejected[0]!.reason).toContain('fewer fields than the 3 of the header')
    expect(JSON.parse(rejected[1]!.record)).toEqual({ a: '1', b: '2', c: '3', 'column 4': '4' })
  })

  it('names columns that come twice apart, and trims their names', async () => {
    expect(columnNames([' order_id', 'date ', 'date', '', 'name*', '__proto__'])).toEqual([
      'order_id',
      'date',
      'date (2)',
      'column 4',
      'name*',
      '__proto__',
    ])
    const { rows } = await read('__proto__,constructor,a\nx,y,1\n')
    expect(Object.entries(rows[0]!.record)[0]).toEqual(['__proto__', 'x'])
    expect(rows[0]!.record.constructor).toBe('y')
    expect(rows[0]!.record.toString).toBe(undefined)
    expect(({} as Record<string, unknown>).a).toBe(undefined)
  })

  it('is windows-1252 where only its very last letter is no UTF-8, and UTF-8 where only that is cut off', async () => {
    expect((await read(Buffer.from('a,b\n1,caf\u00e9', 'latin1'))).records).toEqual([{ a: '1', b: 'café' }])
    const cut = Buffer.from('a,b\né,café').subarray(0, -1)
    expect((await read(cut)).records).toEqual([{ a: 'é', b: 'caf\ufffd' }])
  })

  it('has thousands of columns, or rows of megabytes, and each is read whole', async () => {
    const columns = Array.from({ length: 4_000 }, (_, number) => `a column with a long name, ${number}`)
    const header = columns.map((name) => `"${name}"`).join(',')
    const long = `"${'word\n'.repeat(300_000)}"`
    const rows = Array.from({ length: 40 }, (_, number) => `${number}${','.repeat(columns.length - 1)}`)
    const content = `${header}\n${rows.join('\n')}\n40,${long}${','.repeat(columns.length - 2)}\n41${','.repeat(columns.length - 1)}\n`
    expect(await csvColumns(file(content, 'wide.csv'))).toEqual(columns)
    const { records, rejected } = await read(content, plainCsv, 'wide.csv')
    expect(rejected).toEqual([])
    expect(records.map((record) => record[columns[0]!])).toEqual(
      Array.from({ length: 42 }, (_, number) => String(number)),
    )
    expect(records[40]![columns[1]!]!.length).toBe(1_500_000)
  })

  it('holds no more than a longest row of a line that never seems to end', async () => {
    const written = vi.spyOn(CsvRows.prototype, 'write')
    const content = `a,b\n1,2\n${'x'.repeat(6 * limits.record)}\n3,4\n`
    const { records, rejected } = await read(content, plainCsv, 'endless.csv')
    const longest = Math.max(...written.mock.calls.map(([text]) => text.length))
    written.mockRestore()
    expect(longest).toBeLessThan(1.1 * limits.record)
    expect(rejected.map(({ row }) => row)).toEqual([3])
    expect(records).toEqual([
      { a: '1', b: '2' },
      { a: '3', b: '4' },
    ])
  })

  it('may be compressed', async () => {
    expect((await read(gzipSync('a,b\n1,2\n'), plainCsv, 'a.csv.gz')).records).toEqual([{ a: '1', b: '2' }])
  })

  it('is refused as a bomb when it unpacks to far more than it is', async () => {
    const bomb = gzipSync(`a\n${'0'.repeat(3_000_000)}\n`)
    await expect(
      read(bomb, plainCsv, 'bomb.csv.gz', { gzip: { ratio: 200, bytes: 1_000_000 } }),
    ).rejects.toThrow(/unpacks to more than 200 times/)
  })

  it('is refused where its compression is cut off', async () => {
    const whole = gzipSync(`a\n${Array.from({ length: 50_000 }, (_, i) => i * 7919).join('\n')}\n`)
    await expect(read(whole.subarray(0, whole.length >> 1), plainCsv, 'cut.csv.gz')).rejects.toThrow(
      /is not whole/,
    )
  })

  it('is refused when it is empty, a folder or not there', async () => {
    await expect(csvColumns(folder)).rejects.toThrow(/cannot be read/)
    await expect(csvColumns(join(folder, 'none.csv'))).rejects.toThrow(/cannot be read/)
    await expect(read('')).rejects.toThrow(/is empty/)
    await expect(read('\n\n')).rejects.toThrow(/no header/)
  })

  it('loses one line, not the rest of the file, to a quote that never ends', async () => {
    const rest = 'plain,row\n'.repeat(Math.ceil((limits.record * 1.2) / 10))
    const { rows, rejected } = await read(`a,b\n1,"open\n${rest}`)
    expect(rejected.map(({ row }) => row)).toEqual([3 - 1])
    expect(rejected[0]!.reason).toContain('never closed')
    expect(rows.length).toBe(rest.length / 10)
  })

  it('tells its columns from its beginning', async () => {
    expect(await csvColumns(file('sep=;\na;b\n1;2\n'))).toEqual(['a', 'b'])
  })
})

describe('cutting text into rows', () => {
  const field = fc.string({
    unit: fc.constantFrom('a', 'é', ',', '"', '\n', '\r\n', ' ', '😀', ';'),
    maxLength: 8,
  })
  const table = fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 })
  const written = (rows: string[][], newline: string) =>
    rows
      .map((row) =>
        row.map((value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(','),
      )
      .join(newline) + newline

  const cut = (text: string, at: number[]) => {
    const rows: string[][] = []
    const cutter = new CsvRows({ delimiter: ',', quote: '"', newline: '\n' }, (fields) => {
      if (fields) rows.push(fields)
    })
    let from = 0
    for (const place of [...new Set(at.map((part) => part % (text.length + 1)))].sort((a, b) => a - b)) {
      cutter.write(text.slice(from, place))
      from = place
    }
    cutter.write(text.slice(from))
    cutter.end()
    return rows
  }

  it('gives what was written, wherever the pieces end, as csv-parse does', () => {
    fc.assert(
      fc.property(
        table,
        fc.constantFrom('\n', '\r\n'),
        fc.array(fc.nat(), { maxLength: 6 }),
        (rows, newline, at) => {
          const text = written(rows, newline)
          expect(cut(text, at)).toEqual(rows)
          const oracle = parse(text, { relax_column_count: true, record_delimiter: newline }) as string[][]
          expect(cut(text, at)).toEqual(oracle)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('takes a quote inside an unquoted field as text', () => {
    expect(cut('12" disk,"a"b,c\n', [])).toEqual([['12" disk', 'ab', 'c']])
  })
})
