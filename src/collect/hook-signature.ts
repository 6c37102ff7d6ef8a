import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Scheme } from './contract-hooks.ts'

/** A request as its signature sees it. */
export interface SignedRequest {
  /** As the sender may have called it: behind a proxy host and protocol are told by headers. */
  urls: readonly string[]
  header(name: string): string | undefined
  body: Buffer
}

/** Null where the request proves to come from who knows the secret; else why not, in words that give nothing away. */
export function refusalOf(
  scheme: Scheme,
  secret: string,
  request: SignedRequest,
  now: number,
): string | null {
  switch (scheme.kind) {
    case 'address':
      return null
    case 'token':
      return named(request, scheme.header, (text) => same(text, scheme.prefix + secret))
    case 'basic':
      return named(request, 'authorization', (text) => basicHolds(text, scheme.user, secret))
    case 'twilio':
      return named(request, 'x-twilio-signature', (text) => twilioHolds(text, secret, request))
    case 'hmac':
      return hmacRefusal(scheme, secret, request, now)
  }
}

/** Takes the same time wherever the texts differ, and however long they are. */
export function same(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}

function named(request: SignedRequest, header: string, holds: (text: string) => boolean): string | null {
  const text = request.header(header)
  if (text === undefined || text === '') return `no header ${header}`
  return holds(text) ? null : `the header ${header} does not hold`
}

function basicHolds(text: string, user: string, secret: string): boolean {
  const basic = /^Basic\s+(.+)$/i.exec(text)?.[1]
  return basic !== undefined && same(Buffer.from(basic, 'base64').toString('utf8'), `${user}:${secret}`)
}

type Hmac = Extract<Scheme, { kind: 'hmac' }>

function hmacRefusal(scheme: Hmac, secret: string, request: SignedRequest, now: number): string | null {
  const stamp = scheme.timestamp_header ? (request.header(scheme.timestamp_header) ?? '') : ''
  if (scheme.timestamp_header) {
    if (stamp === '') return `no header ${scheme.timestamp_header}`
    const at = momentOf(stamp)
    if (Number.isNaN(at)) return `the header ${scheme.timestamp_header} is no time`
    if (Math.abs(now - at) > scheme.tolerance_seconds * 1000)
      return `signed more than ${scheme.tolerance_seconds} s ago or ahead: sent again, or a wrong clock`
  }
  const id = scheme.id_header ? (request.header(scheme.id_header) ?? '') : ''
  if (scheme.id_header && id === '') return `no header ${scheme.id_header}`
  const key = scheme.secret_is_base64 ? Buffer.from(secret.replace(/^whsec_/, ''), 'base64') : secret
  const before = scheme.over
    .slice(0, -'{body}'.length)
    .replaceAll(/\{(id|timestamp)\}/g, (_, name) => (name === 'id' ? id : stamp))
  const expected = createHmac(scheme.hash, key).update(before).update(request.body).digest(scheme.encoding)
  return named(request, scheme.header, (text) => {
    const told = scheme.several ? text.split(' ') : [text]
    // All are compared, so that the time does not tell which one held.
    return told.slice(0, 20).filter((each) => same(tidied(each, scheme), scheme.prefix + expected)).length > 0
  })
}

/** Hexadecimal may be written large. */
const tidied = (text: string, { encoding, prefix }: Hmac) =>
  encoding === 'hex' && text.startsWith(prefix) ? prefix + text.slice(prefix.length).toLowerCase() : text

/** Seconds, milliseconds, or ISO 8601. */
function momentOf(text: string): number {
  if (/^\d{9,11}$/.test(text)) return Number(text) * 1000
  if (/^\d{12,14}$/.test(text)) return Number(text)
  return /^\d{4}-/.test(text) ? Date.parse(text) : Number.NaN
}

/** By the shared key of an account it signs with SHA-256, by its auth token with SHA-1. */
const twilioHashes = new Map([
  ['HMAC_SHA1', 'sha1'],
  ['HMAC_SHA256', 'sha256'],
])

/** Twilio signs the address it called, then each field of the form with its value, sorted; of JSON the address alone, which carries the body's hash. */
function twilioHolds(signature: string, secret: string, { urls, body, header }: SignedRequest): boolean {
  const named = /(?:^|,)\s*algorithm\s*=\s*([^,\s]+)/.exec(
    header('x-twilio-webhooks-signature-settings') ?? '',
  )?.[1]
  const hash = twilioHashes.get((named ?? 'HMAC_SHA1').toUpperCase())
  if (hash === undefined) return false
  const bodyHash = urls[0] === undefined ? null : new URL(urls[0]).searchParams.get('bodySHA256')
  if (bodyHash !== null && !same(createHash('sha256').update(body).digest('hex'), bodyHash.toLowerCase()))
    return false
  const fields = bodyHash === null ? sortedFields(body.toString('utf8')) : ''
  return (
    urls.flatMap(withAndWithoutPort).filter((url) =>
      same(
        createHmac(hash, secret)
          .update(url + fields)
          .digest('base64'),
        signature,
      ),
    ).length > 0
  )
}

function sortedFields(form: string): string {
  const values = new Map<string, Set<string>>()
  for (const [name, value] of new URLSearchParams(form))
    values.set(name, (values.get(name) ?? new Set()).add(value))
  return [...values.keys()]
    .sort()
    .map((name) =>
      [...values.get(name)!]
        .sort()
        .map((value) => name + value)
        .join(''),
    )
    .join('')
}

/** Whether Twilio signs the port depends on the product that calls. */
function withAndWithoutPort(url: string): string[] {
  const parts = /^(https?:\/\/)([^/:]+|\[[^\]]+\])(:\d+)?(.*)$/s.exec(url)
  if (!parts) return [url]
  const [, protocol, host, port, rest] = parts
  const usual = protocol === 'https://' ? ':443' : ':80'
  return [...new Set([port ?? '', '', usual])].map((each) => `${protocol}${host}${each}${rest}`)
}
