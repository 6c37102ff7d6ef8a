import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { builtInKinds } from '../identifier-kinds.ts'
import { segmentMapping } from '../segment-mapping.ts'
import { readEvent } from './dialect.ts'

const mapping = segmentMapping('shop')
const received_at = Date.UTC(2024, 4, 1, 12)
const read = (event: unknown, arrival = {}) =>
  readEvent('posthog', event, { received_at, ...arrival }, mapping, builtInKinds)

const placed = {
  event: 'Order placed',
  distinct_id: 'u1',
  uuid: '018f2f6e-1111-7000-8000-000000000001',
  timestamp: '2024-05-01T11:00:00.000Z',
  properties: { order_id: 4711, $lib: 'posthog-node' },
}

function only(event: unknown, arrival = {}) {
  const result = read(event, arrival)
  if ('rejected' in result) throw new Error(JSON.stringify(result))
  return result.interactions[0]!
}

function linked(event: object) {
  const result = read({ uuid: 'l', ...event })
  if ('rejected' in result) throw new Error(JSON.stringify(result))
  expect(result.interactions).toEqual([])
  return result.links.map(({ identifiers }) => identifiers.map(({ kind, value }) => `${kind} ${value}`))
}

// https://posthog.com/docs/api/capture
describe('an event of PostHog', () => {
  it('becomes an interaction of the user its distinct id names, known by its uuid', () => {
    expect(only(placed)).toMatchObject({
      record_key: placed.uuid,
      touchpoint: 'Order placed',
      started_at: Date.UTC(2024, 4, 1, 11),
      identifiers: [{ kind: 'user_id', value: 'u1' }],
      subjects: [{ type: 'order', id: '4711' }],
    })
  })

  it('is a visitor’s as long as it says itself that nobody signed in', () => {
    for (const properties of [
      { $is_identified: false },
      { $process_person_profile: false },
      { $device_id: 'u1' },
    ])
      expect(only({ ...placed, properties }).identifiers).toEqual([{ kind: 'anonymous_id', value: 'u1' }])
    const signedIn = { ...placed, properties: { $is_identified: true, $device_id: 'u1' } }
    expect(only(signedIn).identifiers).toEqual([{ kind: 'user_id', value: 'u1' }])
  })

  it('happened as long before it was received as its sender says, by time or by offset', () => {
    expect(only(placed, { sent_at: '2024-05-01T11:20:00Z' }).started_at).toBe(received_at - 1_200_000)
    const { timestamp: _, ...untimed } = placed
    expect(only({ ...untimed, offset: 90_000 }).started_at).toBe(received_at - 90_000)
    expect(only(untimed).started_at).toBe(received_at)
  })

  it('is a page or screen where it is one, in the channel its library tells', () => {
    const page = {
      ...placed,
      event: '$pageview',
      properties: { $current_url: 'https://x.example/a', title: 'Help' },
    }
    expect(only(page)).toMatchObject({ touchpoint: 'Help', channel: 'web' })
    const screen = {
      ...placed,
      event: '$screen',
      properties: { $screen_name: 'Basket', $lib: 'posthog-ios' },
    }
    expect(only(screen)).toMatchObject({ touchpoint: 'Basket', channel: 'app' })
  })

  it('keeps neither the key nor what is said elsewhere among its attributes', () => {
    const properties = {
      token: 'phc_x',
      plan: 'pro',
      $set: { email: 'a@example.org' },
      $groups: { company: 'acme' },
    }
    expect(only({ ...placed, properties })).toMatchObject({
      attributes: { plan: 'pro' },
      identifiers: [
        { kind: 'user_id', value: 'u1' },
        { kind: 'email', value: 'a@example.org' },
      ],
      groups: [{ kind: 'account', key: 'acme' }],
    })
  })

  it('links the visitor to the user by $identify, and two ids by $create_alias', () => {
    expect(
      linked({
        event: '$identify',
        distinct_id: 'u1',
        properties: { $anon_distinct_id: 'v7', $set: { email: 'a@example.org' } },
      }),
    ).toEqual([['user_id u1', 'anonymous_id v7', 'email a@example.org']])
    expect(
      linked({
        event: '$create_alias',
        distinct_id: 'u1',
        properties: { distinct_id: 'u1', alias: 'old' },
      }),
    ).toEqual([['user_id u1', 'user_id old', 'anonymous_id old']])
    expect(
      linked({ event: '$identify', distinct_id: 'u1', properties: { $anon_distinct_id: 'u1' } }),
    ).toEqual([])
  })

  it('says who is in a group, and is refused where nobody is', () => {
    const group = { $group_type: 'company', $group_key: 'acme', $group_set: { name: 'Acme', seats: 7 } }
    const result = read({ event: '$groupidentify', distinct_id: 'u1', uuid: 'g', properties: group })
    expect(result).toMatchObject({
      links: [{ groups: [{ kind: 'account', key: 'acme', name: 'Acme', traits: { seats: '7' } }] }],
    })
    const nobody = { event: '$groupidentify', distinct_id: '$company_acme', properties: group }
    expect(read(nobody)).toMatchObject({ rejected: { field: 'distinct_id', record: JSON.stringify(nobody) } })
  })

  it.each([
    ['', 'text'],
    ['event', { ...placed, event: '' }],
    ['distinct_id', { ...placed, distinct_id: undefined }],
    ['distinct_id', { ...placed, distinct_id: { id: 1 } }],
    ['properties.alias', { event: '$create_alias', distinct_id: 'u' }],
    ['properties.$group_key', { event: '$groupidentify', distinct_id: 'u', properties: {} }],
    ['timestamp', { ...placed, timestamp: 'yesterday' }],
    ['uuid', { ...placed, uuid: 'x'.repeat(100) }],
  ])('is refused with the field as PostHog calls it: %s', (field, event) => {
    expect(read(event)).toMatchObject({ rejected: { field } })
  })

  it('never throws, whatever it holds', () => {
    const names = [
      'event',
      'distinct_id',
      'uuid',
      'timestamp',
      'offset',
      'properties',
      '__proto__',
      'sent_at',
    ]
    const within = ['$set', '$set_once', '$groups', 'alias', '$group_type', '$group_key', '__proto__', '$lib']
    const any = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('$identify', '$create_alias', '$groupidentify', '$set'),
    )
    const event = fc.dictionary(
      fc.constantFrom(...names),
      fc.oneof(any, fc.dictionary(fc.constantFrom(...within), any)),
    )
    fc.assert(
      fc.property(event, (one) => {
        const result = read({ ...placed, ...one })
        expect('rejected' in result ? result.rejected.reason : result.message_id).not.toBe('')
        expect(({} as Record<string, unknown>).polluted).toBe(undefined)
      }),
      { numRuns: 500 },
    )
  })
})
