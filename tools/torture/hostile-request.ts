// Requests made worse than their sender meant them, and how a server answers.
import { type Agent, request } from 'node:http'
import { connect } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import type { Mutator } from './mutated.ts'

export interface Sent {
  method: string
  path: string
  headers: Record<string, string>
  body: Buffer
}

interface Answer {
  /** 0: the connection ended without one. */
  status: number
  text: string
}

const bomb = gzipSync(Buffer.alloc(60_000_000))
const bombs: { encoding: string; bytes: Buffer }[] = [
  { encoding: 'gzip', bytes: bomb },
  { encoding: 'gzip', bytes: gzipSync(bomb) },
  { encoding: 'deflate', bytes: deflateSync(Buffer.alloc(30_000_000, '[')) },
  { encoding: 'br', bytes: brotliCompressSync(Buffer.alloc(30_000_000, '{"a":')) },
]
const deep = [
  `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`,
  '['.repeat(100_000),
  `${'['.repeat(60_000)}${']'.repeat(60_000)}`,
].map((text) => Buffer.from(text))
const encodings = ['gzip', 'deflate', 'br', 'zstd', '__proto__', 'identity, gzip']
const types = [
  '',
  'multipart/form-data; boundary=',
  'application/json; charset=utf-16',
  'application/cloudevents+xml',
  'text/plain; charset=__proto__',
  'x'.repeat(4_000),
]
const authorizations = [
  '',
  'Basic',
  'Basic ====',
  'Bearer wk_x',
  `Basic ${Buffer.from("' OR 1=1 --:").toString('base64')}`,
  `Basic ${Buffer.from('wk_\u0000:').toString('base64')}`,
  `Bearer ${'x'.repeat(5_000)}`,
]
const endings = [
  '/',
  '/..',
  '/%2e%2e/%2e%2e/etc/passwd',
  '%00',
  '%',
  '%ff%fe',
  '//',
  ';a=b',
  '?a=%',
  '?__proto__[x]=1&_=zz',
  `?q=${'x'.repeat(6_000)}`,
]
const names = [
  'x-forwarded-host',
  'x-forwarded-proto',
  'host',
  'origin',
  'cookie',
  'ce-id',
  'ce-specversion',
  'ce-type',
  'ce-time',
  'x-request-id',
  'i-twilio-idempotency-token',
]
const values = ['', '%', '%e0%a4%a', '1.0', "';--", 'a b', '[::1', '..', 'x'.repeat(3_000), '\u00ff\u00fe']

const withHeader = (sent: Sent, name: string, value: string): Sent => ({
  ...sent,
  headers: { ...sent.headers, [name]: value },
})

const worsenings: ((by: Mutator, sent: Sent) => Sent)[] = [
  (_, sent) => sent,
  (_, sent) => sent,
  (_, sent) => sent,
  (by, sent) => ({ ...sent, body: by.bytes(sent.body) }),
  (by, sent) => ({ ...sent, body: by.bytes(sent.body) }),
  (_, sent) => withHeader({ ...sent, body: gzipSync(sent.body) }, 'content-encoding', 'gzip'),
  (by, sent) => withHeader({ ...sent, body: by.bytes(gzipSync(sent.body)) }, 'content-encoding', 'gzip'),
  (by, sent) => withHeader(sent, 'content-encoding', by.pick(encodings)),
  (by, sent) => withHeader(sent, 'content-type', by.pick(types)),
  (by, sent) => withHeader(sent, 'authorization', by.pick(authorizations)),
  (by, sent) => withHeader(sent, by.pick(names), by.pick(values)),
  (by, sent) => ({ ...sent, path: `${sent.path}${by.pick(endings)}` }),
  (by, sent) => ({ ...sent, method: by.pick(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD']) }),
]

/** The request with its bytes, packing, headers, address or method made worse, or as it is. Seldom a bomb, or what is too deep. */
export function worse(by: Mutator, sent: Sent): Sent {
  const chance = by.upTo(400)
  if (chance > 1 || sent.body.length === 0) return by.pick(worsenings)(by, sent)
  if (chance === 0) return { ...sent, body: by.pick(deep) }
  const { encoding, bytes } = by.pick(bombs)
  return withHeader({ ...sent, body: bytes }, 'content-encoding', encoding)
}

const bodiless = (method: string) => method === 'GET' || method === 'HEAD'

export function answerTo(port: number, agent: Agent, { method, path, headers, body }: Sent): Promise<Answer> {
  const length = String(bodiless(method) ? 0 : body.length)
  return new Promise((done) => {
    const asked = request(
      { port, host: '127.0.0.1', agent, method, path, headers: { ...headers, 'content-length': length } },
      (answer) => {
        let text = ''
        answer.setEncoding('latin1').on('data', (piece) => {
          text += piece
        })
        answer.on('close', () => done({ status: answer.statusCode ?? 0, text }))
      },
    )
    // Refused before its body was read, a request may lose the answer with the connection.
    asked.on('error', () => done({ status: 0, text: '' }))
    asked.end(bodiless(method) ? undefined : body)
  })
}

/** The whole request as bytes, changed anywhere: hardly HTTP any more. */
export function rawAnswer(port: number, by: Mutator, { method, path, headers, body }: Sent): Promise<Answer> {
  const lines = Object.entries({ host: 'x', ...headers, 'content-length': String(body.length) })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')
  const head = Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines}connection: close\r\n\r\n`, 'latin1')
  return new Promise((done) => {
    let text = ''
    const socket = connect(port, '127.0.0.1', () => socket.end(by.bytes(Buffer.concat([head, body]))))
    socket.setTimeout(2_000, () => socket.destroy())
    socket.setEncoding('latin1').on('data', (piece) => {
      text += piece
    })
    socket.on('error', () => undefined)
    socket.on('close', () => done({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text: '' }))
  })
}
