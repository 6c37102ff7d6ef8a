import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMapping } from './mapping.ts'
import { type FlatRecord, recordFrom } from './record.ts'

const now = Date.parse('2026-03-01T10:00:00Z')

function entryOf(yaml: string) {
  const { mapping, problems } = parseMapping(`source: s\nrecords:\n${yaml}`)
  expect(problems).toEqual([])
  return mapping!.records[0]!
}

const problemsOf = (yaml: string) =>
  parseMapping(`source: s\nrecords:\n${yaml}`).problems.map((problem) => problem.message)

const call = `  - payload: whole
    where: { call: present }
    key: $call
    gather:
      at: $at
      parts:
        - { part: choice, when: { digit: present }, detail: $digit }
        - { part: hold, when: { what: hold }, until: { what: [resume, end] } }
        - { part: end, when: { what: end } }
    touchpoint: Call
    at: $gathered:first_at
    until: $part.end.at
    text: { column: first:said }
    attributes: [part.*, "gathered:parts"]
`
const part = (at: string, more: Record<string, string>) =>
  recordFrom(Object.entries({ call: 'c1', at: `2026-03-01T${at}Z`, ...more }))
const parts = [
  part('09:00:00', { what: 'ring', said: 'hello' }),
  part('09:00:10', { digit: '2' }),
  part('09:00:20', { digit: '1', said: 'help' }),
  part('09:01:00', { what: 'hold' }),
  part('09:01:30', { what: 'resume' }),
  part('09:02:00', { what: 'hold' }),
  part('09:03:00', { what: 'end' }),
]
const madeOf = (records: readonly FlatRecord[]) => {
  const entry = entryOf(call)
  const mapped = entry.map(entry.gathered!.fold(records, now), { row: 0, now })
  return 'interactions' in mapped ? mapped.interactions : mapped
}

describe('payloads of one key', () => {
  it('become one interaction that tells its parts', () => {
    expect(madeOf(parts)).toMatchObject([
      {
        record_key: 'c1',
        started_at: Date.parse('2026-03-01T09:00:00Z'),
        ended_at: Date.parse('2026-03-01T09:03:00Z'),
        text: 'hello',
        attributes: {
          'choice.count': '2',
          'choice.detail': '2, 1',
          'hold.count': '2',
          'hold.seconds': '90',
          'end.count': '1',
          'gathered:parts': '7',
        },
      },
    ])
  })

  it('become the same in whatever order they come, and keep one id while they come', () => {
    const whole = madeOf(parts)
    fc.assert(
      fc.property(fc.shuffledSubarray(parts, { minLength: 7 }), (shuffled) => {
        expect(madeOf(shuffled)).toEqual(whole)
      }),
      { numRuns: 50 },
    )
    const ids = parts.flatMap((_, at) => madeOf(parts.slice(0, at + 1)) as { interaction_id: string }[])
    expect(new Set(ids.map((one) => one.interaction_id)).size).toBe(1)
  })

  it('have no length of what has not ended: unknown, not 0', () => {
    const [one] = madeOf(parts.slice(0, 4)) as { attributes: object; ended_at: number | null }[]
    expect(one!.ended_at).toBeNull()
    expect(one!.attributes).toMatchObject({ 'hold.count': '1' })
    expect(one!.attributes).not.toHaveProperty('hold.seconds')
  })

  it('need a key, one interaction, and a time', () => {
    expect(problemsOf(call.replace('    key: $call\n', '')).join()).toContain('need `payload`, a `key`')
    expect(problemsOf(call.replace('payload: whole', 'file: a.csv')).join()).toContain(
      'need `payload`, a `key`',
    )
    expect(problemsOf(call.replace('      at: $at\n', '')).join()).toContain('parts need `at`')
    expect(problemsOf(call.replace('part: hold', 'part: on.hold')).join()).toContain('a name without dots')
  })
})

describe('a list in a payload', () => {
  const item = `  - payload: entry.*.messages.*
    key: $id
    touchpoint: Message
    at: $at
    agent: $payload:account
    text: $text
`
  it('makes a record of each item, with what stands beside it', () => {
    const payload = recordFrom(
      Object.entries({
        account: 'main',
        'entry.0.messages.0.id': 'a',
        'entry.0.messages.1.id': 'b',
        'entry.1.messages.0.id': 'c',
        'entry.1.messages.0.text': 'hi',
        'entry.1.other': 'x',
        'hook:received_at': '1',
      }),
    )
    expect(entryOf(item).recordsOf!(payload).map((record) => ({ ...record }))).toEqual([
      { id: 'a', 'hook:received_at': '1', 'payload:account': 'main' },
      { id: 'b', 'hook:received_at': '1', 'payload:account': 'main' },
      { id: 'c', text: 'hi', 'hook:received_at': '1', 'payload:account': 'main' },
    ])
  })

  it('is named by its path; anything else is a problem that says how', () => {
    for (const wrong of ['messages', 'messages.*.id', '.*'])
      expect(problemsOf(item.replace('entry.*.messages.*', wrong)).join()).toContain('write `whole`')
    expect(problemsOf('  - touchpoint: x\n    at: $t\n').join()).toContain('or `payload`')
  })
})

describe('values', () => {
  const read = (value: string, columns: Record<string, string>) => {
    const entry = entryOf(`  - payload: whole\n    touchpoint: x\n    at: $t\n    agent: ${value}\n`)
    const mapped = entry.map(recordFrom(Object.entries({ t: '2026-01-01', ...columns })), {
      row: 0,
      now,
      key: 'k',
    })
    return 'interactions' in mapped ? mapped.interactions[0]!.agent : mapped
  }
  it('lose what stands before or behind them', () => {
    expect(read('{ column: a, without: "tel:" }', { a: 'tel:+49' })).toBe('+49')
    expect(read('{ column: a, without: ["sip:", "@pbx"] }', { a: 'sip:anna@pbx' })).toBe('anna')
  })
  it('are absent where their condition does not hold', () => {
    const value = '[{ column: a, when: { b: { begins: in } } }, $c]'
    expect(read(value, { a: '1', b: 'inbound', c: '2' })).toBe('1')
    expect(read(value, { a: '1', b: 'outbound', c: '2' })).toBe('2')
  })
})
