// A proxy that does to calls what networks and busy servers do, by a seed. Each batch gets through in the end: after so
// many faults a client may give up, and that would be its own doing.
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { rng, whole } from '../sample/random.ts'

export const faults = [
  'too many', // 429, nothing passed on
  'busy', // 503, nothing passed on
  'dropped before', // the connection breaks, nothing passed on
  'dropped within', // the connection breaks when half of the body has been passed on
  'dropped after', // stored, but the answer is lost
  'busy after', // stored, but a 503 comes back
  'slow', // the answer takes its time
] as const
export type Fault = (typeof faults)[number]

export interface FaultProxy {
  address: string
  /** How often each fault was done. */
  done: Map<Fault, number>
  close(): Promise<void>
}

export interface Harm {
  seed: number
  /** Faults of one batch at most. */
  most?: number
  slow_ms?: number
  /** This fault alone, to each batch `most` times in a row; else any, to three calls in five. */
  only?: Fault
}

/** Stands in front of the server at `target`. */
export async function startFaultProxy(
  target: string,
  { seed, most = 2, slow_ms = 1_500, only }: Harm,
): Promise<FaultProxy> {
  const random = rng(seed)
  const met = new Map<string, number>()
  const done = new Map<Fault, number>()
  const faultOf = (key: string): Fault | null => {
    const before = met.get(key) ?? 0
    if (before >= most || (only === undefined && random() > 0.6)) return null
    met.set(key, before + 1)
    const fault = only ?? faults[whole(random, 0, faults.length - 1)]!
    done.set(fault, (done.get(fault) ?? 0) + 1)
    return fault
  }
  const server = createServer(async (incoming, outgoing) => {
    const body = await bodyOf(incoming)
    const fault = incoming.method === 'POST' && body.length > 0 ? faultOf(nameOf(incoming, body)) : null
    await harm(target, incoming, body, outgoing, fault, slow_ms).catch(() => incoming.socket.destroy())
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    done,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((closed) => server.close(() => closed()))
    },
  }
}

async function harm(
  target: string,
  incoming: IncomingMessage,
  body: Buffer,
  outgoing: ServerResponse,
  fault: Fault | null,
  slow_ms: number,
): Promise<void> {
  const allow = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'retry-after' }
  const refuse = (status: number) => outgoing.writeHead(status, { ...allow, 'retry-after': '1' }).end('busy')
  if (fault === 'too many') return void refuse(429)
  if (fault === 'busy') return void refuse(503)
  if (fault === 'dropped before') return void incoming.socket.destroy()
  if (fault === 'dropped within') {
    await passHalf(target, incoming, body)
    return void incoming.socket.destroy()
  }
  const answer = await pass(target, incoming, body)
  if (fault === 'dropped after') return void incoming.socket.destroy()
  if (fault === 'busy after') return void refuse(503)
  if (fault === 'slow') await wait(slow_ms)
  outgoing.writeHead(answer.status, answer.headers).end(answer.body)
}

function pass(target: string, incoming: IncomingMessage, body: Buffer) {
  return new Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }>((done, fail) => {
    const { 'transfer-encoding': _, ...headers } = incoming.headers
    const passed = request(
      `${target}${incoming.url}`,
      { method: incoming.method, headers: { ...headers, 'content-length': body.length }, agent: false },
      async (answer) =>
        done({ status: answer.statusCode!, headers: answer.headers, body: await bodyOf(answer) }),
    )
    passed.on('error', fail)
    passed.end(body)
  })
}

/** Half a body, then nothing: the server must take nothing of it. */
async function passHalf(target: string, incoming: IncomingMessage, body: Buffer): Promise<void> {
  const { 'transfer-encoding': _, ...headers } = incoming.headers
  const passed = request(`${target}${incoming.url}`, {
    method: incoming.method,
    headers: { ...headers, 'content-length': body.length },
    agent: false,
  })
  passed.on('error', () => undefined)
  passed.write(body.subarray(0, body.length >> 1))
  await wait(20)
  passed.destroy()
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** A batch is the same when it is sent again, also by an application whose client gives each call an id of its own. */
function nameOf(incoming: IncomingMessage, body: Buffer): string {
  const text = unpacked(incoming.headers['content-encoding'], body).toString('utf8')
  const id = (/"order_id":\s*"([^"]+)"/.exec(text) ?? /"(?:messageId|uuid|id)":\s*"([^"]+)"/.exec(text))?.[1]
  return id ?? String(incoming.headers['ce-id'] ?? text.slice(0, 200))
}

function unpacked(encoding: string | undefined, body: Buffer): Buffer {
  if (encoding === 'gzip') return gunzipSync(body)
  return encoding === 'br' ? brotliDecompressSync(body) : body
}
