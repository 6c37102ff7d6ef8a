import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson } from '../flatten.ts'
import { builtInKinds } from '../identifier-kinds.ts'
import { segmentMapping } from '../segment-mapping.ts'
import { cloudEventsIn } from './cloud-event-http.ts'
import { readEvent } from './dialect.ts'

const mapping = segmentMapping('till')
const read = (event: unknown) =>
  readEvent('cloudevents', event, { received_at: Date.UTC(2024, 4, 1) }, mapping, builtInKinds)

const sent = (headers: Record<string, string>, body: string | Uint8Array = '') =>
  cloudEventsIn(new Headers(headers), Buffer.from(body as string))

function eventOf(headers: Record<string, string>, body: string | Uint8Array = '') {
  const found = sent(headers, body)
  if ('refused' in found) throw new Error(found.refused)
  expect(found.events.length).toBe(1)
  return found.events[0]
}

const hello = { message: 'Hello World!' }
const attributes = {
  id: '1234-1234-1234',
  specversion: '1.0',
  type: 'com.example.someevent',
  source: '/mycontext/subcontext',
  time: '2018-04-05T03:56:24Z',
}
const asHeaders = (from: object) =>
  Object.fromEntries(
    Object.entries(from).map(([name, value]) => [`ce-${name}`, encodeURIComponent(String(value))]),
  )

// https://github.com/cloudevents/conformance/blob/main/features/http-protocol-binding.feature
describe('the HTTP binding of CloudEvents', () => {
  it.each(['application/json', 'application/json; charset=utf-8'])('reads binary content (%s)', (type) => {
    const headers = {
      'ce-specversion': '1.0',
      'ce-type': 'com.example.someevent',
      'ce-time': '2018-04-05T03:56:24Z',
      'ce-id': '1234-1234-1234',
      'ce-source': '/mycontext/subcontext',
      'content-type': type,
    }
    expect(eventOf(headers, '{\n    "message": "Hello World!"\n}')).toEqual({
      ...attributes,
      datacontenttype: type,
      data: hello,
    })
  })

  it.each(['application/cloudevents+json', 'application/cloudevents+json; charset=utf-8'])(
    'reads structured content (%s)',
    (type) => {
      const event = { ...attributes, datacontenttype: 'application/json', data: hello }
      expect(eventOf({ 'content-type': type }, JSON.stringify(event))).toEqual(event)
    },
  )

  // https://github.com/cloudevents/conformance/tree/main/yaml/v1.0
  it.each([
    ['text/plain; charset=us-ascii', 'Hello, World!\n', 'Hello, World!\n'],
    ['text/plain; charset=utf-8', 'Hello, 🌎!', 'Hello, 🌎!'],
    ['application/json; charset=utf-8', '"Hello, 🌎!"', 'Hello, 🌎!'],
    ['application/json; charset=utf-8', '{"msg":"Hello, 🌎!"}', { msg: 'Hello, 🌎!' }],
    ['application/json; charset=utf-8', '["Hello","🌎!"]', ['Hello', '🌎!']],
    ['application/xml; charset=utf-8', '<msg>Hello, 🌎!</msg>', '<msg>Hello, 🌎!</msg>'],
  ])('reads the least there is (%s %s)', (type, body, data) => {
    const least = {
      specversion: '1.0',
      type: 'io.cloudevents.minimum',
      id: 'conformance-0001',
      source: '//github.com/cloudevents/cloudeventsconformance/yaml/v1.yaml',
    }
    const event = eventOf({ ...asHeaders(least), 'content-type': type }, body)
    expect(event).toEqual({ ...least, datacontenttype: type, data })
    expect(read(event)).toMatchObject({
      interactions: [{ touchpoint: 'io.cloudevents.minimum', identifiers: [], direction: 'unknown' }],
    })
  })

  it('reads batches, also of nothing, and bytes that are no text', () => {
    const batch = { 'content-type': 'application/cloudevents-batch+json; charset=utf-8' }
    expect(sent(batch, JSON.stringify([attributes, attributes]))).toEqual({
      events: [attributes, attributes],
    })
    expect(sent(batch, '[]')).toEqual({ events: [] })
    const bytes = new Uint8Array([0xff, 0xfe, 0x00])
    expect(eventOf({ ...asHeaders(attributes), 'content-type': 'image/png' }, bytes)).toMatchObject({
      data_base64: '//4A',
    })
  })

  it('decodes what headers cannot hold', () => {
    const headers = {
      ...asHeaders(attributes),
      'ce-euro': 'Euro%20%E2%82%AC%20%F0%9F%98%80',
      'ce-odd': '100%',
    }
    expect(eventOf(headers)).toMatchObject({ euro: 'Euro € 😀', odd: '100%' })
    expect(eventOf({ ...asHeaders(attributes), 'ce-quoted': '"say \\"yes\\""' })).toMatchObject({
      quoted: 'say "yes"',
    })
  })

  it('says what it does not understand', () => {
    const json = { 'content-type': 'application/json' }
    expect(sent(json, '{}')).toMatchObject({ status: 400 })
    expect(sent({ 'content-type': 'application/cloudevents+json' }, '{"id":')).toMatchObject({ status: 400 })
    expect(sent({ 'content-type': 'application/cloudevents-batch+json' }, '{}')).toMatchObject({
      status: 400,
    })
    expect(sent({ ...asHeaders(attributes), ...json }, '{"a":')).toMatchObject({ status: 400 })
    for (const other of ['application/cloudevents+avro', 'application/cloudevents-batch+protobuf'])
      expect(sent({ 'content-type': other }, 'x')).toMatchObject({ status: 415 })
  })

  it('says the same of an event in each of its three modes', () => {
    const names = fc.constantFrom('subject', 'dataschema', 'partitionkey', 'region2')
    const value = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 30 })
      .filter((text) => text.isWellFormed())
    const extensions = fc.dictionary(names, value, { noNullPrototype: true })
    fc.assert(
      fc.property(extensions, fc.jsonValue({ maxDepth: 2 }), (more, data) => {
        const json = parseJson(JSON.stringify(data))
        const event = { ...attributes, ...more, datacontenttype: 'application/json', data: json }
        const { data: _, datacontenttype, ...rest } = event
        const body = JSON.stringify(json)
        const binary = eventOf({ ...asHeaders(rest), 'content-type': datacontenttype }, body)
        const structured = eventOf({ 'content-type': 'application/cloudevents+json' }, JSON.stringify(event))
        const batched = eventOf(
          { 'content-type': 'application/cloudevents-batch+json' },
          JSON.stringify([event]),
        )
        expect(binary).toEqual(event)
        expect(structured).toEqual(event)
        expect(batched).toEqual(event)
      }),
      { numRuns: 40 },
    )
  })
})

describe('a CloudEvent', () => {
  it('is what its type says, of the customer its subject names, with its data and attributes', () => {
    const event = {
      ...attributes,
      type: 'Receipt printed',
      source: '/tills/berlin-3',
      subject: 'C-17',
      till: 3,
      data: { order_id: '4711', channel: 'shop', direction: 'outbound', total: 12.5 },
    }
    expect(read(event)).toMatchObject({
      interactions: [
        {
          record_key: '1234-1234-1234 /tills/berlin-3',
          touchpoint: 'Receipt printed',
          channel: 'shop',
          direction: 'outbound',
          begun_by: 'company',
          started_at: Date.UTC(2018, 3, 5, 3, 56, 24),
          identifiers: [{ kind: 'user_id', value: 'C-17' }],
          subjects: [{ type: 'order', id: '4711' }],
          attributes: { total: '12.5', ce_source: '/tills/berlin-3', ce_till: '3' },
        },
      ],
    })
  })

  it('is known by its source and id together', () => {
    const id = (event: object) => {
      const result = read({ ...attributes, ...event })
      return 'message_id' in result ? result.message_id : result
    }
    expect(id({})).toBe(id({ data: 'sent again' }))
    const pairs = [
      { id: 'a', source: 'b c' },
      { id: 'a b', source: 'c' },
      { id: 'a', source: 'c' },
      { id: 'x'.repeat(200), source: 'c' },
      { id: `${'x'.repeat(199)}y`, source: 'c' },
    ]
    expect(new Set(pairs.map(id)).size).toBe(pairs.length)
  })

  it.each([
    ['', []],
    ['id', { ...attributes, id: '' }],
    ['id', { ...attributes, id: 7 }],
    ['source', { ...attributes, source: undefined }],
    ['type', { ...attributes, type: ' ' }],
    ['specversion', { ...attributes, specversion: '0.3' }],
    ['time', { ...attributes, time: 'yesterday' }],
  ])('is refused by its attribute %s, as it came', (field, event) => {
    expect(read(event)).toMatchObject({ rejected: { field, record: JSON.stringify(event) } })
  })
})
