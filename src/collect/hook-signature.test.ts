import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { describe, expect, it } from 'vitest'
import { channelNamed } from './channels/catalogue.ts'
import type { Scheme } from './contract-hooks.ts'
import { refusalOf } from './hook-signature.ts'

const now = Date.parse('2026-03-01T10:00:00Z')
const address = 'https://cx.example.org/v1/hook/hook_1'

interface Sent {
  headers: Record<string, string>
  body: string
  urls?: string[]
}

const judged = (scheme: Scheme, secret: string, { headers, body, urls = [address] }: Sent, at = now) =>
  refusalOf(
    scheme,
    secret,
    { urls, header: (name) => headers[name.toLowerCase()], body: Buffer.from(body) },
    at,
  )

const schemeOf = (channel: string) => channelNamed(channel)!.scheme!
const hmac = (hash: string, secret: string, text: string, encoding: 'hex' | 'base64') =>
  createHmac(hash, secret).update(text).digest(encoding)

/** What each sender sends by its documentation. */
const senders: Record<string, (secret: string, body: string, at: number) => Record<string, string>> = {
  // https://developer.zendesk.com/documentation/webhooks/verifying/
  zendesk: (secret, body, at) => {
    const stamp = new Date(at).toISOString().replace('.000', '')
    return {
      'x-zendesk-webhook-signature-timestamp': stamp,
      'x-zendesk-webhook-signature': hmac('sha256', secret, stamp + body, 'base64'),
    }
  },
  // https://github.com/chatwoot/docs/blob/main/api-reference/webhook-verification.mdx
  chatwoot: (secret, body, at) => {
    const stamp = String(Math.floor(at / 1000))
    return {
      'x-chatwoot-timestamp': stamp,
      'x-chatwoot-signature': `sha256=${hmac('sha256', secret, `${stamp}.${body}`, 'hex')}`,
    }
  },
  // https://github.com/zammad/zammad/blob/develop/lib/user_agent.rb
  zammad: (secret, body) => ({ 'x-hub-signature': `sha1=${hmac('sha1', secret, body, 'hex')}` }),
  // https://shopify.dev/docs/apps/build/webhooks/subscribe/https
  shopify: (secret, body) => ({ 'x-shopify-hmac-sha256': hmac('sha256', secret, body, 'base64') }),
}

describe('the signature of a sender', () => {
  it.each(Object.keys(senders))('of %s holds as documented, and for nothing else', (channel) => {
    const scheme = schemeOf(channel)
    fc.assert(
      fc.property(
        fc.string(),
        fc.string({ minLength: 8 }),
        fc.string({ minLength: 8 }),
        (body, secret, other) => {
          const headers = senders[channel]!(secret, body, now)
          expect(judged(scheme, secret, { headers, body })).toBeNull()
          expect(judged(scheme, secret, { headers, body: `${body} ` })).not.toBeNull()
          if (other !== secret) expect(judged(scheme, other, { headers, body })).not.toBeNull()
          for (const name of Object.keys(headers))
            expect(judged(scheme, secret, { headers: { ...headers, [name]: '' }, body })).toContain(name)
        },
      ),
      { numRuns: 50 },
    )
  })

  it.each(['zendesk', 'chatwoot'])('of %s holds for five minutes and no longer', (channel) => {
    const headers = senders[channel]!('a secret', '{}', now)
    const at = (seconds: number) =>
      judged(schemeOf(channel), 'a secret', { headers, body: '{}' }, now + seconds * 1000)
    expect([at(300), at(-300)]).toEqual([null, null])
    expect(at(301)).toMatch(/sent again, or a wrong clock/)
    expect(at(-301)).toMatch(/sent again, or a wrong clock/)
  })

  it('of Standard Webhooks is that of its published vector, among several', () => {
    const sent = {
      headers: {
        'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
        'webhook-timestamp': '1614265330',
        'webhook-signature': 'v1,bm90IGl0 v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v1a,AAAA',
      },
      body: '{"test": 2432232314}',
    }
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
    for (const channel of ['formbricks', 'anything-else']) {
      expect(judged(schemeOf(channel), secret, sent, 1_614_265_330_000)).toBeNull()
      expect(judged(schemeOf(channel), secret, sent)).toMatch(/sent again/)
      expect(judged(schemeOf(channel), 'whsec_AAAA', sent, 1_614_265_330_000)).not.toBeNull()
    }
  })

  it('of Twilio is that of its own package, with and without port and behind a proxy', () => {
    const scheme = schemeOf('twilio-messages')
    const form = { Body: 'Wo ist & bleibt es? ä+', From: '+4915112345678', To: '', MessageSid: 'SM1' }
    const body = new URLSearchParams(form).toString()
    for (const url of [address, `${address}?a=1&b=ä`, 'https://cx.example.org:8443/v1/hook/hook_1']) {
      const signature = getExpectedTwilioSignature('auth token', url, form)
      const headers = { 'x-twilio-signature': signature }
      const urls = ['http://10.0.0.1:4000/v1/hook/hook_1', url]
      expect(judged(scheme, 'auth token', { headers, body, urls })).toBeNull()
      expect(judged(scheme, 'auth token', { headers, body: body.replace('SM1', 'SM2'), urls })).not.toBeNull()
      expect(judged(scheme, 'other token', { headers, body, urls })).not.toBeNull()
    }
    const several = { To: ['b', 'a', 'a'] }
    const headers = {
      'x-twilio-signature': getExpectedTwilioSignature('auth token', address, several),
    }
    expect(judged(scheme, 'auth token', { headers, body: 'To=b&To=a&To=a' })).toBeNull()
  })

  it('of Twilio by a shared key is told by its settings, and none is taken that is not known', () => {
    const form = { MessageSid: 'SM1' }
    const signature = getExpectedTwilioSignature('shared key', address, form, 'HMAC_SHA256')
    const by = (settings: string) =>
      judged(schemeOf('twilio-messages'), 'shared key', {
        headers: { 'x-twilio-signature': signature, 'x-twilio-webhooks-signature-settings': settings },
        body: 'MessageSid=SM1',
      })
    expect(by('key=webhooks_sharedkey_1,algorithm=HMAC_SHA256')).toBeNull()
    for (const other of ['', 'algorithm=HMAC_SHA1', 'algorithm=NONE', 'algorithm=constructor'])
      expect(by(other)).not.toBeNull()
  })

  it('of Twilio covers JSON by the hash in the address', () => {
    const body = '{"a":1}'
    const url = `${address}?bodySHA256=${createHash('sha256').update(body).digest('hex')}`
    const headers = { 'x-twilio-signature': getExpectedTwilioSignature('auth token', url, {}) }
    const scheme = schemeOf('twilio-voice')
    expect(judged(scheme, 'auth token', { headers, body, urls: [url] })).toBeNull()
    expect(judged(scheme, 'auth token', { headers, body: '{"a":2}', urls: [url] })).not.toBeNull()
  })
})

describe('a secret that is sent itself', () => {
  it('stands in a header after its prefix, or is the password', () => {
    const token: Scheme = { kind: 'token', header: 'authorization', prefix: 'Bearer ' }
    expect(
      judged(token, 'the secret', { headers: { authorization: 'Bearer the secret' }, body: '' }),
    ).toBeNull()
    expect(judged(token, 'the secret', { headers: { authorization: 'the secret' }, body: '' })).not.toBeNull()
    const basic: Scheme = { kind: 'basic', user: 'till' }
    const as = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` })
    expect(judged(basic, 'the:secret', { headers: as('till:the:secret'), body: '' })).toBeNull()
    expect(judged(basic, 'the:secret', { headers: as('till:the'), body: '' })).not.toBeNull()
    expect(judged(basic, 'the:secret', { headers: {}, body: '' })).toBe('no header authorization')
  })

  it('is never told by the refusal', () => {
    for (const scheme of [schemeOf('zendesk'), schemeOf('till'), schemeOf('twilio-voice')])
      expect(
        judged(scheme, 'whsec_c2VjcmV0', { headers: { 'x-twilio-signature': 'x' }, body: 'the body' }),
      ).not.toMatch(/c2VjcmV0|the body/)
  })
})
