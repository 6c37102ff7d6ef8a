import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMapping } from './mapping.ts'
import { readSegmentEvent, segmentEvents } from './segment-event.ts'
import { segmentMapping } from './segment-mapping.ts'

const mapping = segmentMapping('web-shop')
const received_at = Date.UTC(2024, 4, 1, 12)
const read = (event: unknown, arrival = {}) => readSegmentEvent(event, { received_at, ...arrival }, mapping)
const track = {
  type: 'track',
  event: 'Order placed',
  messageId: 'm-1',
  userId: 'u1',
  properties: { order_id: 4711, total: 12.5 },
}

function only(event: unknown, arrival = {}) {
  const result = read(event, arrival)
  if ('rejected' in result) throw new Error(JSON.stringify(result))
  return result.interactions[0]!
}

function codeOf(event: unknown, arrival = {}) {
  const result = read(event, arrival)
  return 'rejected' in result ? result.rejected.code : 'accepted'
}

describe('an event of the Segment dialect', () => {
  it('becomes an interaction with its identifiers, subject and properties', () => {
    const event = {
      ...track,
      anonymousId: 'a1',
      context: { traits: { email: 'ana@example.org' }, page: { url: 'https://shop.example/' } },
    }
    expect(only(event)).toMatchObject({
      source: 'web-shop',
      record_key: 'm-1',
      touchpoint: 'Order placed',
      channel: 'web',
      direction: 'inbound',
      begun_by: 'customer',
      started_at: received_at,
      identifiers: [
        { kind: 'user_id', value: 'u1' },
        { kind: 'anonymous_id', value: 'a1' },
        { kind: 'email', value: 'ana@example.org' },
      ],
      subjects: [{ type: 'order', id: '4711' }],
      attributes: { order_id: '4711', total: '12.5' },
    })
  })

  it('has the channel and direction its properties say, else what the library tells, else unknown', () => {
    expect(only({ ...track, properties: { channel: 'phone', direction: 'outbound' } })).toMatchObject({
      channel: 'phone',
      direction: 'outbound',
      begun_by: 'company',
    })
    expect(only({ ...track, properties: { direction: 'sideways' } })).toMatchObject({
      direction: 'inbound',
      begun_by: 'customer',
    })
    expect(only(track).channel).toBe('')
    expect(only({ type: 'screen', userId: 'u', name: 'Basket' })).toMatchObject({
      channel: 'app',
      touchpoint: 'Basket',
    })
    expect(only({ type: 'page', anonymousId: 'a' })).toMatchObject({
      channel: 'web',
      touchpoint: 'Page viewed',
    })
  })

  it('happened as long before it was received as the sender says, whatever the sender’s clock', () => {
    const wrongClock = {
      ...track,
      originalTimestamp: '2031-01-01T00:00:00.000Z',
      sentAt: '2031-01-01T00:10:00.000Z',
    }
    expect(only(wrongClock).started_at).toBe(received_at - 600_000)
    expect(
      only({ ...track, timestamp: '2024-05-01T11:00:00Z' }, { sent_at: '2024-05-01T11:30:00Z' }).started_at,
    ).toBe(received_at - 1_800_000)
    expect(only({ ...track, timestamp: '2020-01-01T00:00:00Z' }).started_at).toBe(Date.UTC(2020, 0, 1))
    const toldAndCalled = {
      ...track,
      timestamp: '2020-01-01T00:00:00Z',
      originalTimestamp: '2024-05-01T11:59:00Z',
      sentAt: '2024-05-01T12:00:00Z',
    }
    expect(only(toldAndCalled).started_at).toBe(Date.UTC(2020, 0, 1))
    expect(only(track).started_at).toBe(received_at)
  })

  it('tells who is who by identify, alias and group, without making a contact of it', () => {
    const links = (event: object) => {
      const result = read({ userId: 'u1', anonymousId: 'a1', ...event })
      return 'links' in result ? { interactions: result.interactions.length, links: result.links } : result
    }
    const pair = [
      { kind: 'user_id', value: 'u1' },
      { kind: 'anonymous_id', value: 'a1' },
    ]
    expect(links({ type: 'identify', traits: { email: 'a@x', firstName: 'Ana' } })).toEqual({
      interactions: 0,
      links: [
        {
          identifiers: [...pair, { kind: 'email', value: 'a@x' }],
          traits: { email: 'a@x', given_name: 'Ana' },
          groups: [],
        },
      ],
    })
    const hostile = JSON.parse('{"constructor": "a", "toString": "b", "__proto__": "c"}')
    expect(links({ type: 'identify', traits: hostile })).toMatchObject({
      links: [{ traits: { constructor: 'a', toString: 'b' } }],
    })
    expect(links({ type: 'group', groupId: 'g', traits: { email: 'office@x' } })).toEqual({
      interactions: 0,
      links: [
        {
          identifiers: pair,
          traits: {},
          groups: [{ kind: 'account', key: 'g', name: '', role: '', traits: { email: 'office@x' } }],
        },
      ],
    })
    expect(
      links({
        type: 'group',
        groupId: 'h-1',
        traits: { name: 'Sousa', role: 'parent', group_type: 'household', rooms: 4 },
      }),
    ).toMatchObject({
      links: [
        {
          groups: [{ kind: 'household', key: 'h-1', name: 'Sousa', role: 'parent', traits: { rooms: '4' } }],
        },
      ],
    })
    expect(links({ type: 'alias', previousId: 'old' })).toEqual({
      interactions: 0,
      links: [
        {
          identifiers: [...pair, { kind: 'user_id', value: 'old' }, { kind: 'anonymous_id', value: 'old' }],
          traits: {},
          groups: [],
        },
      ],
    })
    expect(links({ type: 'identify', anonymousId: undefined })).toEqual({ interactions: 0, links: [] })
  })

  it('is recognised when it is sent again: by its messageId, else by its content', () => {
    const { messageId, ...nameless } = track
    const id = (event: object, arrival = {}) => {
      const result = read(event, arrival)
      return 'message_id' in result ? result.message_id : result
    }
    expect(id(track)).toBe(messageId)
    const first = id({
      ...nameless,
      originalTimestamp: '2024-05-01T11:00:00Z',
      sentAt: '2024-05-01T11:00:01Z',
    })
    expect(
      id(
        { ...nameless, originalTimestamp: '2024-05-01T11:00:00Z', sentAt: '2024-05-01T11:09:01Z' },
        { received_at: received_at + 9000 },
      ),
    ).toBe(first)
    expect(
      id({ ...nameless, originalTimestamp: '2024-05-01T11:00:05Z', sentAt: '2024-05-01T11:00:06Z' }),
    ).not.toBe(first)
    expect(id({ ...nameless, timestamp: '2024-05-01T11:00:05Z' })).not.toBe(
      id({ ...nameless, timestamp: '2024-05-01T11:00:06Z' }),
    )
  })

  it.each([
    ['not_an_object', null],
    ['not_an_object', []],
    ['not_an_object', 'track'],
    ['type_unknown', { ...track, type: 'trak' }],
    ['type_unknown', { userId: 'u' }],
    ['no_user_anon_id', { ...track, userId: undefined }],
    ['no_user_anon_id', { ...track, userId: ' ' }],
    ['event_missing', { ...track, event: '' }],
    ['group_id_missing', { type: 'group', userId: 'u' }],
    ['previous_id_missing', { type: 'alias', userId: 'u' }],
    ['message_id_too_long', { ...track, messageId: 'x'.repeat(100) }],
    ['too_large', { ...track, properties: { a: 'x'.repeat(40_000) } }],
    [
      'too_many_values',
      { ...track, properties: Object.fromEntries(Array.from({ length: 6000 }, (_, i) => [i, 1])) },
    ],
    ['time_not_understood', { ...track, timestamp: 'yesterday' }],
    ['time_in_future', { ...track, timestamp: '2024-05-03T12:00:01Z' }],
    ['time_before_1990', { ...track, timestamp: '1970-01-01T00:00:00Z' }],
    ['mapping', { ...track, event: 'x'.repeat(300) }],
  ])('is refused with a reason: %s', (code, event) => {
    expect(codeOf(event)).toBe(code)
  })

  it('is refused, not fatal, when nested 5,000 deep', () => {
    let nested: unknown = 1
    for (let i = 0; i < 5000; i++) nested = { a: nested }
    expect(codeOf({ ...track, properties: nested })).toBe('too_deep')
  })

  it('never throws and never lets a malformed string through', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('\ud83d', '\ude00', 'a', '\0') }))
    const odd = fc.dictionary(
      fc.constantFrom(
        'type',
        'event',
        'userId',
        'anonymousId',
        'timestamp',
        'sentAt',
        '__proto__',
        'properties',
        'context',
        'messageId',
        'constructor',
      ),
      fc.oneof(text, fc.constant('track'), fc.jsonValue()),
    )
    fc.assert(
      fc.property(odd, (event) => {
        const result = read({ ...track, ...event })
        if ('interactions' in result)
          expect(
            Object.values(
              result.interactions.flatMap((one) => [
                one.touchpoint,
                one.text,
                ...Object.entries(one.attributes).flat(),
              ]),
            ).every((each) => each.isWellFormed()),
          ).toBe(true)
        expect(({} as Record<string, unknown>).polluted).toBe(undefined)
      }),
      { numRuns: 500 },
    )
  })

  it('follows a mapping of one’s own, which may leave events out or make contacts of identify', () => {
    const own = parseMapping(
      'source: s\nrecords:\n  - { events: [identify], touchpoint: Signed up, at: $timestamp, where: { traits.plan: present } }',
    ).mapping!
    const made = (event: unknown) => {
      const result = readSegmentEvent(event, { received_at }, own)
      return 'interactions' in result ? result.interactions.map((one) => one.touchpoint) : result
    }
    expect(made({ type: 'identify', userId: 'u', traits: { plan: 'free' } })).toEqual(['Signed up'])
    expect(made({ type: 'identify', userId: 'u' })).toEqual([])
    expect(made(track)).toEqual([])
  })
})

describe('a body', () => {
  it('is a batch whose context belongs to each event, the event’s own first', () => {
    const body = JSON.parse(
      '{"sentAt":"2024-05-01T11:00:00Z","context":{"ip":"1.2.3.4","locale":"de"},"batch":[{"context":{"locale":"pt"}},{},5]}',
    )
    expect(segmentEvents(body)).toEqual({
      sent_at: '2024-05-01T11:00:00Z',
      events: [{ context: { ip: '1.2.3.4', locale: 'pt' } }, { context: { ip: '1.2.3.4', locale: 'de' } }, 5],
    })
  })

  it('is one event, or nothing that can be read', () => {
    expect(segmentEvents(track)).toEqual({ events: [track], sent_at: undefined })
    expect(segmentEvents({ batch: 'x' })).toBe(null)
    expect(segmentEvents([track])).toBe(null)
  })
})
