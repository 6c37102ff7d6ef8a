import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OpenAnalytics, openAnalytics } from './analytics.ts'
import { bind } from './bind.ts'

const folder = mkdtempSync(join(tmpdir(), 'throughline-bind-'))
let analytics: OpenAnalytics
beforeAll(async () => {
  analytics = await openAnalytics(folder, null)
})
afterAll(async () => {
  await analytics.close()
  rmSync(folder, { recursive: true, force: true })
})

/** What the engine understands of a value written as a parameter of that type. */
async function understood(type: string, value: unknown): Promise<unknown> {
  const sql = `SELECT {value:${type}} AS value`
  const answer = await analytics.engine.query({ sql, params: { value }, format: 'JSONEachRow' }, 'lookup')
  return (JSON.parse(answer) as { value: unknown }).value
}

describe('a parameter written into a statement', () => {
  it('is the value it was, whatever letters it has', async () => {
    for (const text of [
      "it's",
      "\\' OR 1 = 1 --",
      'tab\t, line\n, \\n, \\\\',
      'żółć 日本 🙂',
      '',
      '{value:String}',
      "'); DROP TABLE x; --",
      '\\',
    ])
      expect(await understood('String', text)).toBe(text)
  })

  it('is the value it was, for any text and any list of texts', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(text, fc.array(text, { maxLength: 5 }), async (one, many) => {
        expect(await understood('String', one)).toBe(one)
        expect(await understood('Array(String)', many)).toEqual(many)
      }),
      { numRuns: 60 },
    )
  })

  it('keeps every digit of a 64-bit number, alone and in long lists', async () => {
    expect(await understood('UInt64', '18446744073709551557')).toBe('18446744073709551557')
    const keys = Array.from({ length: 20_000 }, (_, nth) => 18446744073709500000n + BigInt(nth))
    expect(await understood('Array(UInt64)', keys)).toEqual(keys.map(String))
    expect(await understood('Array(Float64)', [864_000, 1e15, 0.1])).toEqual([864_000, 1e15, 0.1])
    expect(await understood('Array(UUID)', ['00000000-0000-4000-8000-000000000001'])).toEqual([
      '00000000-0000-4000-8000-000000000001',
    ])
    expect(await understood('Array(String)', [])).toEqual([])
  })

  it('is read by its type: what is no number is refused', async () => {
    await expect(understood('Int64', '7 OR 1 = 1')).rejects.toThrow(/Int64/)
    await expect(understood('Int64', 1.5)).rejects.toThrow(/Int64/)
    expect(await understood('String', 'nul \0 in it')).toBe('nul \0 in it')
  })

  it('must have a value, and one that can be written', () => {
    expect(() => bind('SELECT {name:String}', {})).toThrow('The parameter name has no value')
    expect(() => bind('SELECT {name:Float64}', { name: Number.NaN })).toThrow('NaN cannot be written')
    expect(() => bind('SELECT {toString:String}', {})).toThrow('The parameter toString has no value')
  })
})
