import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import type { Context } from 'hono'
import { Problem } from '../../http/errors.ts'
import { takeRoom } from '../../http/room.ts'
import { sentBytes } from '../../http/sent-bytes.ts'
import { parseJson } from '../flatten.ts'
import { segmentLimits } from '../segment-record.ts'

/** Why a body was not taken, with the status that says so. */
export interface Refused {
  refused: string
  status: 400 | 413 | 415
}

/** Four times as much as Segment takes: one event too large is quarantined alone, where 413 would lose its whole batch. */
const mostBytes = 4 * segmentLimits.batch

const tooLarge: Refused = {
  refused: `The body is larger than ${segmentLimits.batch} bytes: send smaller batches.`,
  status: 413,
}

const cutOff: Refused = { refused: 'The body was cut off.', status: 400 }

const unpack = { gzip: promisify(gunzip), deflate: promisify(inflate), br: promisify(brotliDecompress) }

/** The body of a request, unpacked; a compressed one may not grow past the limit. */
export async function readBody(context: Context): Promise<Buffer | Refused> {
  const sent = await sentBytes(context.req.raw, 10 * segmentLimits.batch)
  if (sent === 'too large') return tooLarge
  if (sent === 'cut off') return cutOff
  const packing = packingOf(context.req.header('content-encoding'), sent)
  if (packing === null) return sent.length > mostBytes ? tooLarge : sent
  try {
    const bytes = await unpack[packing](sent, { maxOutputLength: mostBytes })
    takeRoom(context, bytes.length)
    return bytes
  } catch (error) {
    if (error instanceof Problem) throw error
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') return tooLarge
    return { refused: `The body cannot be unpacked: it is no ${packing}, or cut off.`, status: 400 }
  }
}

/** Some browser SDKs send gzip as text and say so nowhere; no JSON begins with its mark. */
function packingOf(encoding: string | undefined, sent: Buffer): keyof typeof unpack | null {
  const named = encoding?.trim().toLowerCase() ?? ''
  if (Object.hasOwn(unpack, named)) return named as keyof typeof unpack
  return sent[0] === 0x1f && sent[1] === 0x8b ? 'gzip' : null
}

const notJson: Refused = { refused: 'The body is not JSON.', status: 400 }

/** The JSON of a body whatever its Content-Type says: SDKs send it as text, and as a form. */
export async function readJson(context: Context): Promise<{ json: unknown } | Refused> {
  const bytes = await readBody(context)
  return 'refused' in bytes ? bytes : jsonIn(bytes.toString('utf8'))
}

export function jsonIn(text: string): { json: unknown } | Refused {
  try {
    return { json: parseJson(text) }
  } catch {
    return notJson
  }
}

/** The same, where only an object will do. */
export async function readObject(context: Context): Promise<{ body: Record<string, unknown> } | Refused> {
  const read = await readJson(context)
  if ('refused' in read) return read
  if (isObject(read.json)) return { body: read.json }
  return { refused: 'The body is not a JSON object.', status: 400 }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
