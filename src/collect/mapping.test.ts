import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Interaction } from './interaction.ts'
import { describeProblems, parseMapping } from './mapping.ts'
import { missingColumns, type RecordContext } from './mapping-record.ts'
import { Occurrences } from './occurrences.ts'
import { recordFrom } from './record.ts'

const now = Date.UTC(2020, 0, 1)

function compiled(records: string, head = 'source: shop') {
  const { mapping, problems } = parseMapping(`${head}\nrecords:\n${records}`, 'mapping.yaml')
  if (mapping === null) throw new Error(describeProblems(problems, 'mapping.yaml'))
  return mapping
}

/** The result of mapping one record by an entry whose lines are given. */
function mapped(lines: string, columns: Record<string, string>, context: Partial<RecordContext> = {}) {
  const mapping = compiled(`  - file: a.csv\n${lines.replace(/^/gm, '    ')}`)
  return mapping.records[0]!.map(recordFrom(Object.entries(columns)), { row: 2, now, ...context })
}

function only(
  lines: string,
  columns: Record<string, string>,
  context: Partial<RecordContext> = {},
): Interaction {
  const result = mapped(lines, columns, context)
  if (!('interactions' in result)) throw new Error(JSON.stringify(result))
  return result.interactions[0]!
}

function rejection(lines: string, columns: Record<string, string>) {
  const result = mapped(lines, columns)
  if (!('rejected' in result)) throw new Error(JSON.stringify(result))
  return result.rejected
}

const problemsOf = (yaml: string) => parseMapping(yaml).problems
const simple = 'touchpoint: Call\nat: $t'
const time = { t: '2018-05-01 10:00:00' }

describe('a mapping with faults', () => {
  it('names line, field, value and remedy of each', () => {
    const problems = problemsOf(`source: shop
zone: Europe/Berlinn
records:
  - file: orders.csv
    interactons:
      - touchpoint: Order placed
        at: $bought
    direction: inbond
    touchpoint: x
    at: $t
    lasts: { column: secs, unit: secnds }
`)
    expect(problems.map(({ line, field }) => [line, field])).toEqual([
      [2, 'zone'],
      [5, 'records[0].interactons'],
      [8, 'records[0].direction'],
      [11, 'records[0].lasts.unit'],
    ])
    expect(problems[0]!.message).toContain("no time zone 'Europe/Berlinn'")
    expect(problems[1]!.message).toContain("did you mean 'interactions'?")
    expect(problems[2]!.message).toContain("'inbond' is none of inbound")
    expect(problems[3]!.message).toContain("did you mean 'seconds'?")
  })

  it.each([
    ['', 'empty'],
    ['- a', 'a list stands where'],
    ['source: [', 'not readable as YAML'],
    ['source: a\nsource: b', 'not readable as YAML'],
    ['source: a', '`records`'],
    ['source: a\nrecords: x', 'a list is needed'],
    ['source: a\nrecords: [{}]', 'either `file`'],
    ['source: a\nrecords: [{file: ../x.csv, touchpoint: a, at: $b}]', 'leads out'],
    ['source: a\nstoryboards: [/etc/passwd]\nrecords: [{file: x.csv, touchpoint: a, at: $b}]', 'leads out'],
    ['source: a\nrecords: [{file: x.csv, touchpoint: a}]', 'needs `at`'],
    [
      'source: a\nrecords: [{file: x.csv, touchpoint: a, at: {column: b, format: HH:mm}}]',
      'names no whole date',
    ],
    [
      'source: a\nrecords: [{file: x.csv, touchpoint: a, at: $b, score: {question: q, value: $v, scale: [5]}}]',
      'a scale is',
    ],
    [
      'source: a\nrecords: [{file: x.csv, touchpoint: a, at: $b}, {file: x.csv, touchpoint: a, at: $b}]',
      "two entries are named 'x.csv'",
    ],
    [
      'source: a\ncomplete_until: soon\nrecords: [{file: x.csv, touchpoint: a, at: $b}]',
      "'soon' is not a time",
    ],
    ['source: a\nrecords: [{events: [tracks], touchpoint: a, at: $b}]', "did you mean 'track'?"],
    ['a: &a [*a]\nsource: x', ''],
    ['source: *x', "there is no '&x'"],
    ['['.repeat(100_000), ''],
    [
      'source: a\nrecords: [{file: x.csv, touchpoint: a, at: $b, join: {file: ../y.csv, on: $b, key: b}}]',
      'leads out',
    ],
  ])('is answered, not thrown: %j', (yaml, message) => {
    const { mapping, problems } = parseMapping(yaml)
    expect(mapping).toBe(null)
    expect(problems.map((problem) => problem.message).join('\n')).toContain(message)
  })

  it('never throws, whatever a person writes', () => {
    const scrap = fc.constantFrom(
      'source: a',
      'records:',
      '  - file: x.csv',
      '    at: $t',
      '    touchpoint:',
      '      - {column: a}',
      '&x',
      '*x',
      '  [',
      '}',
      '    when: {a: {not: }}',
      '    score: 5',
      '    promises: {what: a, due: }',
      '    attributes: {a: {b: c}}',
      '\t',
      '? a',
      '<<: *x',
    )
    fc.assert(
      fc.property(fc.array(scrap, { maxLength: 14 }), (lines) => {
        const { mapping, problems } = parseMapping(lines.join('\n'))
        expect(mapping === null).toBe(problems.length > 0)
      }),
      { numRuns: 400 },
    )
  })

  it('is told which column a file lacks', () => {
    const mapping = compiled('  - file: orders.csv\n    key: $order_idd\n    touchpoint: a\n    at: $t')
    const problems = missingColumns(mapping.records[0]!, ['order_id', 't'], 'orders.csv', 'mapping.yaml')
    expect(problems.map((problem) => problem.message)).toEqual([
      "orders.csv has no column 'order_idd' (line 4 of mapping.yaml); it has: order_id, t; did you mean 'order_id'?",
    ])
  })
})

describe('an interaction', () => {
  it('has what the mapping says, and unknown where it says nothing', () => {
    expect(only(`${simple}\nkey: $id`, { ...time, id: ' K-1 ' })).toMatchObject({
      source: 'shop',
      record_key: 'K-1',
      sequence: 2,
      started_at: Date.UTC(2018, 4, 1, 10),
      ended_at: null,
      channel: '',
      touchpoint: 'Call',
      direction: 'unknown',
      begun_by: 'unknown',
      ball_after: 'unknown',
      identifiers: [],
      subjects: [],
      news: null,
      promises: [],
      score: null,
      cost: null,
      text: '',
      attributes: {},
    })
  })

  it('states what was told, dates as moments, and nothing where the value is empty', () => {
    const lines = `${simple}
states:
  - { about: delivery, what: date, value: { column: eta, format: dd.MM.yyyy } }
  - { about: order, what: price, value: $total, changes: { reason: [discount] } }
  - { what: state, value: $state }
  - { what: offer, value: $offer, changes: true, when: { offered: 'yes' } }`
    const columns = {
      eta: '12.05.2018',
      total: '20',
      reason: 'discount',
      state: '',
      offer: 'A',
      offered: 'no',
    }
    expect(only(lines, { ...time, ...columns }).statements).toEqual([
      { about: 'delivery', what: 'date', value: '2018-05-12T00:00:00.000Z', changes: false },
      { about: 'order', what: 'price', value: '20', changes: true },
    ])
    expect(only(lines, { ...time, offer: 'A', offered: 'yes' }).statements).toEqual([
      { about: '', what: 'offer', value: 'A', changes: true },
    ])
    expect(only(simple, time).statements).toEqual([])
    expect(
      rejection(`${simple}\nstates: { what: date, value: $eta }`, { ...time, eta: 'Friday' }),
    ).toMatchObject({
      field: 'eta',
      value: 'Friday',
    })
    const faulty = `source: a\nrecords: [{file: x.csv, touchpoint: a, at: $b, states: {what: price, valeu: 3}}]`
    expect(problemsOf(faulty).map(({ message }) => message)).toEqual([
      expect.stringContaining("did you mean 'value'?"),
      expect.stringContaining('a statement needs `value`'),
    ])
  })

  it('merges identifiers, subjects and attributes of the record with its own, and its own fields win', () => {
    const lines = `key: $id
channel: web
identifiers: { user_id: $u, email: $e }
subjects: { order: $id }
attributes: [a]
interactions:
  - { touchpoint: One, at: $t }
  - { touchpoint: Two, at: $t, channel: phone, identifiers: { email: $f }, subjects: { call: $c }, attributes: { b: $b } }`
    const result = mapped(lines, { ...time, id: '1', u: 'u', e: 'e@x', f: 'f@x', c: '9', a: 'A', b: 'B' })
    const [one, two] = 'interactions' in result ? result.interactions : []
    expect(one).toMatchObject({
      channel: 'web',
      identifiers: [
        { kind: 'user_id', value: 'u' },
        { kind: 'email', value: 'e@x' },
      ],
      attributes: { a: 'A' },
    })
    expect(two).toMatchObject({
      channel: 'phone',
      identifiers: [
        { kind: 'user_id', value: 'u' },
        { kind: 'email', value: 'f@x' },
      ],
      subjects: [
        { type: 'order', id: '1' },
        { type: 'call', id: '9' },
      ],
      attributes: { a: 'A', b: 'B' },
      sequence: 5,
    })
  })

  it('takes the first filled value of a list, translates, splits and joins', () => {
    const lines = `touchpoint: [$a, { column: b, translate: { x: Ex }, otherwise: Other }, Fallback]
at: $t
identifiers: { user_id: { column: id, as: integer }, email: { column: mails, split: ";" } }
information_given: [order number, { column: given, split: "," }]
text: { columns: [title, body] }
agent: { column: agent, translate: { 0: "" } }`
    const read = (more: Record<string, string>) => only(lines, { ...time, ...more })
    expect(read({ a: ' ', b: 'x' }).touchpoint).toBe('Ex')
    expect(read({ a: '', b: 'y' }).touchpoint).toBe('Other')
    expect(read({}).touchpoint).toBe('Fallback')
    expect(read({ id: '17850.0', mails: 'a@x; b@x;' }).identifiers).toEqual([
      { kind: 'user_id', value: '17850' },
      { kind: 'email', value: 'a@x' },
      { kind: 'email', value: 'b@x' },
    ])
    expect(read({ given: 'date, price' }).information_given).toEqual(['order number', 'date', 'price'])
    expect(read({ title: 'Late', body: 'Where is it?' }).text).toBe('Late Where is it?')
    expect(read({ agent: '0' }).agent).toBe('')
  })

  it('is not made where its time is empty or `when` does not hold; a record that makes none is rejected', () => {
    const lines =
      'interactions:\n  - { touchpoint: A, at: $a }\n  - { touchpoint: B, at: $t, when: { s: [x, y], v: present, w: { not: [no] } } }'
    const names = (columns: Record<string, string>) => {
      const result = mapped(lines, columns)
      return 'interactions' in result ? result.interactions.map((one) => one.touchpoint) : result
    }
    expect(names({ a: '2018-01-01', ...time, s: 'y', v: '1' })).toEqual(['A', 'B'])
    expect(names({ a: '2018-01-01', ...time, s: 'z', v: '1' })).toEqual(['A'])
    expect(names({ a: ' ', ...time, s: 'x', v: '1', w: 'no' })).toMatchObject({ rejected: { field: 'at' } })
  })

  it('is ignored, not rejected, where `where` says so', () => {
    expect(mapped(`${simple}\nwhere: { kind: call }`, { ...time, kind: 'mail' })).toEqual({ ignored: true })
  })

  it('treats the values of `missing` as nothing', () => {
    const lines = 'missing: ["?", "0:00:00"]\ntouchpoint: Call\nat: $t\nagent: $a\nattributes: all'
    expect(only(lines, { ...time, a: '?', q: '0:00:00', r: '5' })).toMatchObject({
      agent: '',
      attributes: { r: '5' },
    })
    expect(only(lines, { ...time, a: '?', q: '0:00:00', r: '5' }).attributes).toEqual({ r: '5' })
  })

  it('ends where it says, or lasts as long as it says', () => {
    expect(only(`${simple}\nuntil: $u`, { ...time, u: '2018-05-01 10:05:00' }).ended_at).toBe(
      Date.UTC(2018, 4, 1, 10, 5),
    )
    expect(only(`${simple}\nlasts: { column: m, unit: minutes }`, { ...time, m: '1.5' }).ended_at).toBe(
      Date.UTC(2018, 4, 1, 10, 1, 30),
    )
    expect(rejection(`${simple}\nuntil: $u`, { ...time, u: '2018-05-01 09:00:00' }).reason).toContain(
      'before the start',
    )
    expect(rejection(`${simple}\nlasts: { column: m }`, { ...time, m: '-5' }).reason).toContain('negative')
  })

  it('keeps literals as they are written: 007, yes, and $ by $$', () => {
    expect(only('touchpoint: 007\nat: $t\nchannel: yes\nagent: $$5', time)).toMatchObject({
      touchpoint: '007',
      channel: 'yes',
      agent: '$5',
    })
  })

  it('tells news, with what is received and needed, or plainly', () => {
    expect(only(`${simple}\nnews: true`, time).news).toEqual({
      received: null,
      needed_from_you: null,
      next_by: null,
      delivery: 'assumed',
    })
    expect(
      only(`${simple}\nnews: { received: order, needed_from_you: nothing, next_by: $n, delivery: viewed }`, {
        ...time,
        n: '2018-05-09',
      }).news,
    ).toEqual({
      received: 'order',
      needed_from_you: 'nothing',
      next_by: Date.UTC(2018, 4, 9),
      delivery: 'viewed',
    })
  })

  it('takes all attributes but its own time, touchpoint and text; `case:` goes where no event attribute has the name', () => {
    const columns = {
      ...time,
      name: 'A',
      'case:name': 'K',
      'case:channel': 'Post',
      'event:index': '0',
      'event:trace': 'K',
      note: 'n',
    }
    expect(only('touchpoint: $name\nat: $t\ntext: $note\nattributes: all', columns).attributes).toEqual({
      'case:name': 'K',
      channel: 'Post',
    })
    expect(
      only('touchpoint: A\nat: $t\nattributes: [note, absent]', { ...time, other: '1', note: 'n' })
        .attributes,
    ).toEqual({ note: 'n' })
    expect(
      only('touchpoint: A\nat: $t\nattributes: [p.*]', { ...time, 'p.x': '1', 'p.y.z': '2', q: '3' })
        .attributes,
    ).toEqual({ x: '1', 'y.z': '2' })
  })
})

describe('a record is rejected', () => {
  it.each([
    ['05/04/2018', 'not a time'],
    ['1989-12-31', 'before 1990'],
    ['1970-01-01 00:00:00', 'before 1990'],
    ['2028-01-01', 'more than a day after now'],
  ])('for the time %s', (t, reason) => {
    expect(rejection(simple, { t })).toMatchObject({
      field: 't',
      value: t,
      reason: expect.stringContaining(reason),
    })
  })

  it('for dates in two orders, one by one, so that none is guessed', () => {
    const lines = 'touchpoint: A\nat: { column: t, format: dd/MM/yyyy }'
    expect(only(lines, { t: '25/03/2018' }).started_at).toBe(Date.UTC(2018, 2, 25))
    expect(rejection(lines, { t: '03/25/2018' }).reason).toContain('give the format')
  })

  it('for scores off their scale, since an 11 counted as a promoter is a wrong number', () => {
    const lines = `${simple}\nscore: { question: nps, value: $s, scale: [0, 10] }`
    expect(only(lines, { ...time, s: '10' }).score).toEqual({
      question: 'nps',
      value: 10,
      scale_min: 0,
      scale_max: 10,
      direction: 'higher_is_better',
    })
    expect(only(lines, { ...time, s: '' }).score).toBe(null)
    expect(rejection(lines, { ...time, s: '11' })).toMatchObject({
      field: 's',
      value: '11',
      reason: expect.stringContaining('off the scale'),
    })
    expect(rejection(lines, { ...time, s: 'Did not answer' }).reason).toContain('not a number')
    expect(only(`missing: ["11"]\n${lines}`, { ...time, s: '11' }).score).toBe(null)
  })

  it('for names and keys too long to be any, while texts are cut', () => {
    expect(rejection('touchpoint: $x\nat: $t', { ...time, x: 'a'.repeat(201) }).reason).toContain(
      'longer than 200',
    )
    expect(
      rejection(`${simple}\nidentifiers: { user_id: $x }`, { ...time, x: 'a'.repeat(501) }).reason,
    ).toContain('longer than 500')
    expect(only(`${simple}\ntext: $x`, { ...time, x: 'a'.repeat(2_000_000) }).text.length).toBe(1_000_000)
    expect(only(`${simple}\nattributes: [x]`, { ...time, x: 'a'.repeat(20_000) }).attributes.x!.length).toBe(
      10_000,
    )
    const wide = Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`c${i}`, 'x']))
    expect(rejection(`${simple}\nattributes: all`, { ...time, ...wide }).reason).toContain(
      'more than 500 attributes',
    )
  })

  it('for an empty key or touchpoint, and for words that are none', () => {
    expect(rejection(`${simple}\nkey: $id`, { ...time, id: '' }).field).toBe('key')
    expect(rejection('touchpoint: $x\nat: $t', time).field).toBe('touchpoint')
    expect(rejection(`${simple}\ndirection: $d`, { ...time, d: 'sideways' })).toMatchObject({
      field: 'direction',
      value: 'sideways',
    })
  })

  it('with a well-formed interaction otherwise, whatever its strings hold', () => {
    const one = only(`touchpoint: $x\nat: $t\ntext: $x\nidentifiers: { user_id: $x }\nattributes: all`, {
      ...time,
      x: 'a\ud83d',
      'k\ud83d': 'v\ud83d',
    })
    expect(JSON.stringify(one).isWellFormed()).toBe(true)
    expect(
      Object.entries(one.attributes)
        .flat()
        .every((text) => text.isWellFormed()),
    ).toBe(true)
  })
})

describe('a promise', () => {
  const facts = (lines: string, columns: Record<string, string>) =>
    only(`${simple}\npromises:\n${lines.replace(/^/gm, '  ')}`, { ...time, ...columns }).promises.map(
      ({ act, due, at }) => [act, due, at],
    )
  const at = Date.UTC(2018, 4, 1, 10)
  const due = Date.UTC(2018, 4, 9)

  it('is made with its due time, and not at all where that is empty', () => {
    expect(facts('- { what: delivery, due: $d }', { d: '2018-05-09' })).toEqual([['made', due, at]])
    expect(facts('- { what: delivery, due: $d }', { d: '' })).toEqual([])
    expect(facts('- { what: call back }', {})).toEqual([['made', null, at]])
  })

  it('may be due years ahead, but not in a hundred', () => {
    expect(facts('- { what: warranty, due: $d }', { d: '2040-01-01' })[0]![1]).toBe(Date.UTC(2040, 0, 1))
    expect(
      rejection(`${simple}\npromises: [{ what: x, due: $d }]`, { ...time, d: '2118-01-01' }).reason,
    ).toContain('50 years')
  })

  it('is fulfilled at its time, whether by the time alone or by a condition', () => {
    expect(
      facts('- { what: d, due: $d, fulfilled_at: $f }', { d: '2018-05-09', f: '2018-05-08' })[1],
    ).toEqual(['fulfilled', null, Date.UTC(2018, 4, 8)])
    expect(facts('- { what: d, due: $d, fulfilled_at: $f }', { d: '2018-05-09', f: '' }).length).toBe(1)
    const both = '- { what: d, due: $d, fulfilled: { s: done }, fulfilled_at: $f, void: { s: gone } }'
    expect(facts(both, { d: '2018-05-09', f: '', s: 'done' })[1]).toEqual(['fulfilled', null, null])
    expect(facts(both, { d: '2018-05-09', f: '2018-05-08', s: 'gone' }).slice(1)).toEqual([
      ['voided', null, null],
    ])
  })

  it('may hold until the end of its day, in its own zone', () => {
    expect(
      facts('- { what: d, due: { column: d, as: end_of_day, zone: America/Sao_Paulo } }', {
        d: '2018-05-09 00:00:00',
      })[0]![1],
    ).toBe(Date.UTC(2018, 4, 10, 3) - 1)
  })

  it('holds only `when` it says, and names what ends it', () => {
    expect(facts('- { what: d, when: { event:index: 0 } }', { 'event:index': '1' })).toEqual([])
    const [fact] = only(
      `${simple}\npromises: { what: d, fulfilled_by: [Delivered], voided_by: Cancelled }`,
      time,
    ).promises
    expect(fact).toMatchObject({ fulfilled_by: ['Delivered'], replaced_by: [], voided_by: ['Cancelled'] })
  })
})

describe('the identity of an interaction', () => {
  const id = (lines: string, columns: Record<string, string>, context: Partial<RecordContext> = {}) =>
    only(lines, { ...time, ...columns }, context).interaction_id

  it('is a UUID that stays when the record comes again, also in another row and with another content', () => {
    const first = id(`${simple}\nkey: $id`, { id: '1', x: 'a' })
    expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(id(`${simple}\nkey: $id`, { id: '1', x: 'b' }, { row: 99 })).toBe(first)
    expect(id(`${simple}\nkey: $id`, { id: '2', x: 'a' })).not.toBe(first)
    expect(id(`${simple}\nkey: $id\nname: other`, { id: '1' })).not.toBe(first)
  })

  it('is the content where there is no key, equal rows numbered', () => {
    const occurrences = new Occurrences()
    const ids = ['a', 'a', 'b', 'a'].map((x) => id(simple, { x }, { occurrences }))
    expect(new Set(ids).size).toBe(4)
    const again = new Occurrences()
    expect(['a', 'b', 'a', 'a'].map((x) => id(simple, { x }, { occurrences: again })).sort()).toEqual(
      [...ids].sort(),
    )
  })

  it('is the place in its trace for a log, and the message id over HTTP', () => {
    expect(only(simple, { ...time, 'event:trace': 'K', 'event:index': '3' })).toMatchObject({
      record_key: 'K#3',
      sequence: 3,
    })
    expect(only(simple, time, { key: 'm-1' }).record_key).toBe('m-1')
  })

  it('joins several key columns', () => {
    expect(only(`${simple}\nkey: [$a, $b]`, { ...time, a: '1', b: '2' }).record_key).toBe('1/2')
  })
})
