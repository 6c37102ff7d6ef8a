import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentKey, payloadRecord } from './hook-read.ts'
import { limits } from './limits.ts'

const read = (body: string, headers: [string, string][] = [], received_at = 1) =>
  payloadRecord(body, { headers, query: [], received_at })
const recordOf = (body: string, headers: [string, string][] = [], received_at = 1) => {
  const found = read(body, headers, received_at)
  if ('unreadable' in found) throw new Error(found.unreadable)
  return found.record
}

describe('the body of a payload', () => {
  it('never breaks the reader, whatever it is', () => {
    const body = fc.oneof(
      fc.string(),
      fc.json({ maxDepth: 8 }),
      fc.webQueryParameters(),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(body, (text) => {
        const found = read(text)
        if ('unreadable' in found) expect(found.unreadable).not.toBe('')
        else expect(Object.values(found.record).every((value) => typeof value === 'string')).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  it('is JSON or a form by its first sign; numbers beyond 2^53 keep their digits', () => {
    expect({ ...recordOf(' {"a":{"b":[1,null,true]},"id":820982911946154508}') }).toMatchObject({
      'a.b.0': '1',
      'a.b.2': 'true',
      id: '820982911946154508',
    })
    expect({ ...recordOf('From=%2B49151&Body=a+b&From=other') }).toMatchObject({
      From: '+49151',
      Body: 'a b',
    })
    expect({ ...recordOf('[{"a":1}]') }).toMatchObject({ '0.a': '1' })
  })

  it('cannot pass for what stands beside it, nor reach the prototype', () => {
    const record = recordOf(
      '{"header:x-topic":"forged","hook:received_at":"9","__proto__":{"a":1},"constructor":"c"}',
    )
    expect(record['header:x-topic']).toBeUndefined()
    expect(record['hook:received_at']).toBe('1')
    expect(record.constructor).toBe('c')
    expect(({} as Record<string, unknown>).a).toBeUndefined()
  })

  it('deeper or wider than the limits is refused with the limit', () => {
    const deep = `${'{"a":'.repeat(limits.depth + 1)}1${'}'.repeat(limits.depth + 1)}`
    expect(read(deep)).toEqual({ unreadable: `nested deeper than ${limits.depth}` })
    const bottomless = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
    expect(read(bottomless)).toHaveProperty('unreadable')
    const wide = JSON.stringify(Array.from({ length: 50_001 }, () => 1))
    expect(read(wide)).toEqual({ unreadable: 'more than 50000 values' })
  })
})

describe('the headers of a payload', () => {
  it('are columns, but for proofs, secrets and what a proxy adds', () => {
    const names = [
      'x-shopify-topic',
      'webhook-id',
      'i-twilio-idempotency-token',
      'authorization',
      'x-hub-signature',
      'x-shopify-hmac-sha256',
      'x-api-key',
      'x-forwarded-for',
      'x-gitlab-token',
      'cookie',
      'accept',
    ]
    const record = recordOf(
      '{}',
      names.map((name) => [name, 'v']),
    )
    expect(Object.keys({ ...record }).sort()).toEqual([
      'header:i-twilio-idempotency-token',
      'header:webhook-id',
      'header:x-shopify-topic',
      'hook:received_at',
    ])
  })
})

describe('a record without a key', () => {
  it('is known by its content: not by when or with what headers it came, nor by the order of its fields', () => {
    const first = contentKey(recordOf('{"a":1,"b":2}', [['x-try', '1']], 1))
    expect(contentKey(recordOf('{"b":2,"a":1}', [['x-try', '2']], 2))).toBe(first)
    expect(contentKey(recordOf('{"a":1,"b":3}'))).not.toBe(first)
  })
})
