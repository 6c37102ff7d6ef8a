import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { contentKey, payloadRecord } from '../hook-read.ts'
import type { Interaction } from '../interaction.ts'
import { parseMapping } from '../mapping.ts'
import { type FlatRecord, recordFrom } from '../record.ts'
import { channels } from './catalogue.ts'

interface Fixture {
  /** Where these payloads are published. */
  from: string
  payloads: {
    headers?: Record<string, string>
    received?: string
    json?: unknown
    form?: Record<string, string>
    text?: string
  }[]
}

const now = Date.parse('2026-03-01T10:00:00Z')

function mappingOf(channel: string) {
  const { mapping, problems } = parseMapping(
    channels.find((each) => each.channel === channel)!.mapping(channel),
  )
  expect(problems).toEqual([])
  return mapping!
}

/** What payloads become by a channel's mapping, in the state in which the last of them leaves each. */
function becameOf(channel: string, payloads: FlatRecord[]): Interaction[] {
  const became = new Map<string, Interaction>()
  const parts = new Map<string, FlatRecord[]>()
  for (const payload of payloads)
    for (const entry of mappingOf(channel).records)
      for (const record of entry.recordsOf!(payload)) {
        let whole = record
        if (entry.gathered !== null) {
          if (!entry.gathered.admits(record)) continue
          const place = `${entry.name} ${entry.gathered.keyOf(record)}`
          parts.set(place, [...(parts.get(place) ?? []), record])
          whole = entry.gathered.fold(parts.get(place)!, now)
        }
        const mapped = entry.map(whole, { row: 0, key: contentKey(record), now })
        expect(mapped).not.toHaveProperty('rejected')
        if ('interactions' in mapped)
          for (const one of mapped.interactions) became.set(one.interaction_id, one)
      }
  return [...became.values()]
}

function payloadsOf(channel: string): FlatRecord[] {
  const fixture = JSON.parse(
    readFileSync(join(import.meta.dirname, 'fixtures', `${channel}.json`), 'utf8'),
  ) as Fixture
  expect(fixture.from).toContain('https://')
  return fixture.payloads.map(({ text, json, form, headers = {}, received }) => {
    const body = text ?? (json === undefined ? new URLSearchParams(form).toString() : JSON.stringify(json))
    const received_at = received === undefined ? now : Date.parse(received)
    const read = payloadRecord(body, { headers: Object.entries(headers), query: [], received_at })
    if ('unreadable' in read) throw new Error(read.unreadable)
    return read.record
  })
}

const sent = (payload: object) => {
  const read = payloadRecord(JSON.stringify(payload), { headers: [], query: [], received_at: now })
  if ('unreadable' in read) throw new Error(read.unreadable)
  return read.record
}

const shape = (one: Interaction) => [one.touchpoint, one.channel, one.direction, one.ball_after]
const who = (one: Interaction) => one.identifiers.map(({ kind, value }) => `${kind} ${value}`)

describe('every channel', () => {
  it.each(channels.map((each) => each.channel))(
    '%s has a mapping that compiles and says what is not verified',
    (name) => {
      const channel = channels.find((each) => each.channel === name)!
      const mapping = mappingOf(name)
      for (const entry of mapping.records) expect(entry.recordsOf === null).toBe(channel.way === 'file')
      const published = existsSync(join(import.meta.dirname, 'fixtures', `${name}.json`))
      expect(published || channel.unverified !== '' || name === 'anything-else').toBe(true)
      expect(channel.sources.length > 0 || channel.unverified !== '').toBe(true)
      expect(channel.steps.length).toBeGreaterThan(0)
    },
  )
})

it('what is not verified stands in the README', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../../README.md'), 'utf8')
  const unverified = channels.filter((each) => each.unverified !== '')
  expect(unverified.length).toBeGreaterThan(5)
  for (const { title } of unverified) expect(readme).toContain(title)
})

describe('payloads as their senders publish them', () => {
  it('of Twilio messages: written and sent, each with its channel; states of one message are one interaction', () => {
    const became = becameOf('twilio-messages', payloadsOf('twilio-messages'))
    expect(became.map(shape)).toEqual([
      ['Message received', 'sms', 'inbound', 'company'],
      ['Message received', 'whatsapp', 'inbound', 'company'],
      ['Message sent', 'sms', 'outbound', 'unknown'],
    ])
    expect(became.map(who)).toEqual(Array(3).fill(['phone +4915112345678']))
    expect(became[2]!.attributes).toMatchObject({ delivery: 'delivered' })
  })

  it('of Twilio calls: one call with its menu, queue, agents, hold and end', () => {
    const [call, ...others] = becameOf('twilio-voice', payloadsOf('twilio-voice'))
    expect(others).toEqual([])
    expect([...shape(call!), call!.record_key, call!.agent, ...who(call!)]).toEqual([
      'Call',
      'phone',
      'inbound',
      'unknown',
      'CA1',
      'lea',
      'phone +4915112345678',
    ])
    expect((call!.ended_at! - call!.started_at) / 1000).toBe(513)
    expect(call!.attributes).toMatchObject({
      'ivr choice.detail': '2, 2',
      'queue.count': '1',
      'queue left.detail': 'bridged',
      QueueTime: '120',
      'agent.detail': 'client:mo, client:lea',
      'hold.seconds': '45',
      'end.detail': 'completed',
    })
  })

  it('of Zendesk: ticket, reply and who waits for whom', () => {
    const became = becameOf('zendesk', payloadsOf('zendesk'))
    expect(became.map(shape)).toEqual([
      ['Ticket opened', 'web', 'inbound', 'company'],
      ['Reply sent', 'web', 'outbound', 'customer'],
      ['Ticket waits for customer', '', 'internal', 'customer'],
    ])
    for (const one of became) {
      expect(who(one)).toEqual(['zendesk_user 8447388090494'])
      expect(one.subjects).toEqual([{ type: 'ticket', id: '5158' }])
    }
    expect([became[1]!.agent, new Date(became[1]!.started_at).toISOString()]).toEqual([
      'Support Agent',
      '2025-01-08T14:25:30.123Z',
    ])
  })

  it('of Chatwoot: messages and replies, no private note', () => {
    const became = becameOf('chatwoot', payloadsOf('chatwoot'))
    expect(became.map(shape)).toEqual([
      ['Message received', '', 'inbound', 'company'],
      ['Reply sent', 'chat', 'outbound', 'customer'],
    ])
    expect(became.map((one) => [one.text, one.subjects[0]!.id])).toEqual([
      ['Hi', '1'],
      ['We look into it.', '12'],
    ])
    expect(who(became[1]!)).toEqual([
      'user_id C-17',
      'email anna@example.org',
      'phone +4915112345678',
      'chatwoot_contact 88',
    ])
  })

  it('of Zammad: an article with its customer, company and group', () => {
    const [one] = becameOf('zammad', payloadsOf('zammad'))
    expect(shape(one!)).toEqual(['Message received', 'phone', 'inbound', 'company'])
    expect(who(one!)).toEqual(['email emily@example.com', 'phone +61212347777', 'zammad_user 8'])
    expect(one).toMatchObject({
      team: 'Service Desk',
      subjects: [{ type: 'ticket', id: '10081' }],
      groups: [{ kind: 'account', key: '3', name: 'Awesome Customer Inc.' }],
    })
  })

  it('of Shopify: an order whose number has more digits than a number holds', () => {
    const [one] = becameOf('shopify', payloadsOf('shopify'))
    expect(shape(one!)).toEqual(['Order placed', 'web', 'inbound', 'company'])
    expect(one).toMatchObject({
      record_key: '820982911946154508/orders/create',
      subjects: [{ type: 'order', id: '9999' }],
      statements: [{ about: 'order', what: 'price', value: '403.00' }],
    })
    expect(who(one!)).toContain('shopify_customer 115310627314723954')
  })

  it('of Formbricks: the finished answer alone', () => {
    const became = becameOf('formbricks', payloadsOf('formbricks'))
    expect(became.map((one) => [one.touchpoint, one.record_key])).toEqual([['Survey answered', 'responseId']])
    expect(became[0]!.attributes).toMatchObject({ q1: 'clicked', q2: 'accepted' })
  })
})

describe('forms of our own', () => {
  it('tell a search that failed from one of which nothing is known', () => {
    const search = (id: string, more: object) =>
      sent({ id, kind: 'search', at: '2026-02-01T10:00:00Z', query: 'label', user_id: 'C-1', ...more })
    const became = becameOf('help-pages', [
      search('1', { results: 0 }),
      search('2', { results: 7 }),
      search('3', {}),
      sent({ id: 'p', kind: 'page', at: '2026-02-01T10:00:00Z', page: '/returns', anonymous_id: 'v' }),
    ])
    expect(became.map((one) => one.touchpoint)).toEqual([
      'Help search failed',
      'Help searched',
      'Help searched',
      'Help page read',
    ])
  })

  it('make of an outage one interaction for each customer it hits', () => {
    const at = '2026-02-01T10:00:00Z'
    const became = becameOf('product-use', [
      sent({ id: 'f', kind: 'fault', at, device: 'D-9', code: 'E17', customer: { user_id: 'C-1' } }),
      sent({
        id: 'o',
        kind: 'outage',
        at,
        until: '2026-02-01T12:00:00Z',
        affected: [{ user_id: 'C-1' }, { user_id: 'C-2' }],
      }),
    ])
    expect(became.map((one) => [one.touchpoint, one.record_key, who(one)[0]])).toEqual([
      ['Product fault', 'f', 'user_id C-1'],
      ['Outage', 'o/C-1/', 'user_id C-1'],
      ['Outage', 'o/C-2/', 'user_id C-2'],
    ])
  })

  it('take receipts, mentions and reviews', () => {
    const [receipt] = becameOf('till', [
      sent({
        receipt: 'R-1',
        kind: 'return',
        at: '2026-02-01T10:00:00Z',
        shop: 'Kiel',
        customer: { card: 'K-1' },
        order: 4711,
      }),
    ])
    expect([...shape(receipt!), ...who(receipt!)]).toEqual([
      'Return in shop',
      'shop',
      'inbound',
      'unknown',
      'card K-1',
    ])
    const mentions = [
      {
        id: 1,
        network: 'mastodon',
        kind: 'mention',
        at: '2026-02-01T10:00:00Z',
        author: { handle: '@anna' },
        text: 'hm',
      },
      { id: 2, network: 'shop', kind: 'review', at: '2026-02-01T10:00:00Z', stars: 2 },
      { id: 3, network: 'mastodon', by_us: true, at: '2026-02-01T11:00:00Z', thread: 't' },
    ]
    expect(
      becameOf('social-mentions', [sent({ mentions })]).map((one) => [
        one.touchpoint,
        one.direction,
        one.score?.value,
        ...who(one),
      ]),
    ).toEqual([
      ['Social mention', 'inbound', undefined, 'social mastodon @anna'],
      ['Review', 'inbound', 2],
      ['Social reply', 'outbound', undefined],
    ])
  })

  const rows = (channel: string, records: Record<string, string>[]) =>
    records.flatMap((columns) => {
      const mapped = mappingOf(channel).records[0]!.map(recordFrom(Object.entries(columns)), {
        row: 2,
        now,
        joins: [],
      })
      expect(mapped).toHaveProperty('interactions')
      return 'interactions' in mapped ? mapped.interactions : []
    })

  it('make of a mail-out one exposure for each recipient, and of a return another', () => {
    const letter = (recipient: string, more = {}) => ({
      mailing: 'M-1',
      recipient,
      sent_on: '2026-01-05',
      customer_id: `C-${recipient}`,
      ...more,
    })
    const became = rows('mail-out', [letter('1'), letter('2', { returned_on: '2026-01-12' })])
    expect(became.map((one) => [one.touchpoint, one.channel, ...who(one)])).toEqual([
      ['Letter sent', 'letter', 'user_id C-1'],
      ['Letter sent', 'letter', 'user_id C-2'],
      ['Letter came back', 'letter', 'user_id C-2'],
    ])
  })

  it('make of a flight plan exposures of nobody', () => {
    const became = rows('flight-plan', [
      {
        placement: 'p1',
        medium: 'tv',
        region: 'north',
        starts: '2026-01-05 20:14:30',
        ends: '2026-01-05 20:15:00',
        contacts: '120000',
        cost: '900',
        campaign: 'spring',
      },
      { placement: 'p2', medium: 'print', region: 'south', starts: '2026-01-05', campaign: 'spring' },
    ])
    expect(
      became.map((one) => [one.touchpoint, one.channel, one.identifiers, one.subjects, one.cost]),
    ).toEqual([
      ['TV spot', 'tv', [], [], 900],
      ['Print advertisement', 'print', [], [], null],
    ])
  })

  it('make of call detail records calls of the number outside', () => {
    const call = {
      calldate: '2026-01-05 09:00:00',
      uniqueid: '1.1',
      duration: '75',
      billsec: '60',
      disposition: 'ANSWERED',
    }
    const became = rows('pbx-calls', [
      {
        ...call,
        src: '+4915112345678',
        dst: '100',
        dcontext: 'from-trunk',
        lastapp: 'Queue',
        lastdata: 'orders',
      },
      { ...call, uniqueid: '1.2', src: '100', dst: '+4915112345679', dcontext: 'from-internal' },
    ])
    expect(
      became.map((one) => [one.direction, (one.ended_at! - one.started_at) / 1000, ...who(one)]),
    ).toEqual([
      ['inbound', 75, 'phone +4915112345678'],
      ['outbound', 75, 'phone +4915112345679'],
    ])
    expect(became[0]!.attributes).toEqual({ outcome: 'ANSWERED', talk_seconds: '60', queue: 'orders' })
  })
})
