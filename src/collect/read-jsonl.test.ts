import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { flatten } from './flatten.ts'
import { readJsonl } from './read-jsonl.ts'
import type { ReadRow, RejectedRow } from './record.ts'

const folder = mkdtempSync(join(tmpdir(), 'read-jsonl-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function read(content: string | Buffer) {
  const path = join(folder, 'a.jsonl')
  writeFileSync(path, content)
  const rows: ReadRow[] = []
  const rejected: RejectedRow[] = []
  for await (const batch of readJsonl(path)) {
    rows.push(...batch.rows)
    rejected.push(...batch.rejected)
  }
  return { rows, rejected, records: rows.map((row) => ({ ...row.record })) }
}

describe('JSON Lines', () => {
  it('become columns of dotted paths', async () => {
    const { records } = await read('{"a":1,"b":{"c":[true,{"d":"x"}],"e":null}}\n')
    expect(records).toEqual([{ a: '1', 'b.c.0': 'true', 'b.c.1.d': 'x' }])
  })

  it('keep the first of two equal paths', async () => {
    expect((await read('{"a":{"b":1},"a.b":2}')).records).toEqual([{ 'a.b': '1' }])
  })

  it('keep ids beyond 2^53 as they are written', async () => {
    expect((await read('{"id":12345678901234567891,"n":0.1234567890123456789}')).records[0]).toMatchObject({
      id: '12345678901234567891',
    })
  })

  it('mend lone surrogates in names and values', async () => {
    expect((await read('{"\\ud83d":"x\\ud83dy"}')).records).toEqual([{ '\ufffd': 'x\ufffdy' }])
  })

  it('have inert names, whatever they are', async () => {
    const { rows } = await read(
      '{"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}}}',
    )
    expect(rows[0]!.record['__proto__.polluted']).toBe('yes')
    expect(rows[0]!.record.polluted).toBe(undefined)
    expect(({} as Record<string, unknown>).polluted).toBe(undefined)
  })

  it('are rejected one by one: broken, no object, nested too deep, too many values', async () => {
    const deep = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`
    const wide = JSON.stringify(Object.fromEntries(Array.from({ length: 6000 }, (_, i) => [`k${i}`, i])))
    const { records, rejected } = await read(`{"a":1}\nnonsense\n[1]\n${deep}\n\n${wide}\n{"a":2}\r\n`)
    expect(records).toEqual([{ a: '1' }, { a: '2' }])
    expect(rejected.map(({ row }) => row)).toEqual([2, 3, 4, 6])
    expect(rejected.map(({ reason }) => reason.split(':')[0])).toEqual([
      'broken JSON',
      'not an object',
      'nested deeper than 64',
      'more than 5000 values',
    ])
  })

  it('of one JSON array are refused with the way to lines', async () => {
    await expect(read('[{"a":1}]')).rejects.toThrow(/one object per line/)
  })

  it('may be compressed, and cut anywhere by the pieces they are read in', async () => {
    const lines = Array.from({ length: 60_000 }, (_, i) => JSON.stringify({ i, text: 'é😀'.repeat(10) }))
    const { rows } = await read(gzipSync(lines.join('\n')))
    expect(rows.length).toBe(60_000)
    expect(rows.at(-1)).toMatchObject({ row: 60_000, record: { i: '59999', text: 'é😀'.repeat(10) } })
  })
})

describe('flattening', () => {
  it('allows 64 levels and no more', () => {
    const nested = (depth: number): object => (depth === 1 ? { a: 1 } : { a: nested(depth - 1) })
    expect(typeof flatten(nested(64))).toBe('object')
    expect(flatten(nested(65))).toBe('nested deeper than 64')
  })
})
