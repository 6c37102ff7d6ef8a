import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import type { Context, Hono } from 'hono'
import { Problem } from '../http/errors.ts'
import { takeRoom } from '../http/room.ts'
import type { Db } from '../storage/operational.ts'
import { type Deposit, Full, type GroupCommit } from './group-commit.ts'
import type { Interaction } from './interaction.ts'
import { idsOf } from './interaction-id.ts'
import { kindsOf } from './kinds-store.ts'
import type { Mapping } from './mapping.ts'
import { parseMapping } from './mapping.ts'
import { readSegmentEvent, segmentEvents, type Told } from './segment-event.ts'
import { segmentMapping } from './segment-mapping.ts'
import { segmentLimits } from './segment-record.ts'
import { ensureLiveSource } from './source.ts'
import type { CollectTables } from './tables.ts'
import { type Door, doorOf } from './write-key.ts'

const calls = ['identify', 'track', 'page', 'screen', 'group', 'alias', 'merge', 'batch'] as const

/**
 * The Segment dialect (docs/http.md). 200 only after the write is durable; a bad event goes to quarantine
 * and never spoils its batch; 4xx only for what cannot be read at all, because some SDKs drop the batch on it.
 */
export function mountSegmentDoor(app: Hono, db: Db<CollectTables>, commit: GroupCommit): void {
  app.use('/v1/*', async (context, next) => {
    context.header('access-control-allow-origin', '*')
    context.header('access-control-expose-headers', 'retry-after, x-request-id')
    if (context.req.method !== 'OPTIONS') return next()
    context.header(
      'access-control-allow-headers',
      context.req.header('access-control-request-headers') ?? '*',
    )
    context.header('access-control-allow-methods', 'POST, GET, OPTIONS')
    context.header('access-control-max-age', '900')
    return context.body(null, 204)
  })
  for (const call of calls) app.post(`/v1/${call}`, (context) => receive(context, call, db, commit))
}

async function receive(
  context: Context,
  call: (typeof calls)[number],
  db: Db<CollectTables>,
  commit: GroupCommit,
): Promise<Response> {
  const read = await readBody(context)
  if ('refused' in read) return context.json({ success: false, message: read.refused }, read.status)
  const key = keyOf(context, read.body)
  const door = key === null ? null : await doorOf(db, key)
  if (door === null)
    return context.json(
      {
        success: false,
        message:
          key === null
            ? 'No write key: send it as the user of Basic authentication or as writeKey.'
            : 'This write key is not known; make one under Sources, Keys.',
      },
      401,
    )
  const body = call === 'batch' ? read.body : { type: call, ...(read.body as object) }
  const found = segmentEvents(body)
  if (found === null)
    return context.json(
      {
        success: false,
        message: call === 'batch' ? 'A batch is {"batch": [event, …]}.' : 'An event is a JSON object.',
      },
      400,
    )
  const deposit = await depositOf(db, door, found)
  try {
    await commit.deposit(deposit)
  } catch (error) {
    if (!(error instanceof Full)) throw error
    return context.json(
      { success: false, message: 'Busy: more events are waiting than can be taken in.' },
      503,
      { 'retry-after': '2' },
    )
  }
  return context.json({
    success: true,
    ...(deposit.erased ? { erased: deposit.erased } : {}),
    ...(deposit.rejected.length > 0
      ? { quarantined: deposit.rejected.map(({ row, field, reason }) => ({ event: row, field, reason })) }
      : {}),
  })
}

async function depositOf(
  db: Db<CollectTables>,
  door: Door,
  found: { events: unknown[]; sent_at: unknown },
): Promise<Deposit> {
  const mapping = await mappingOf(db, door)
  const kinds = await kindsOf(db, door.workspace)
  const received_at = Date.now()
  const deposit: Deposit = {
    workspace: door.workspace,
    source: door.source,
    interactions: [],
    linked: [],
    rejected: [],
  }
  found.events.forEach((event, place) => {
    const result =
      place >= segmentLimits.events
        ? {
            rejected: {
              field: '',
              value: '',
              reason: `a batch holds at most ${segmentLimits.events} events`,
              record: JSON.stringify(event).slice(0, 32_768),
            },
          }
        : readSegmentEvent(event, { received_at, sent_at: found.sent_at, place }, mapping, kinds)
    if ('rejected' in result) deposit.rejected.push({ row: place, ...result.rejected })
    else {
      deposit.interactions.push(...result.interactions)
      result.links.forEach((told, index) => {
        deposit.linked.push(linkedInteraction(door.source, result.message_id, index, result.at, told))
      })
    }
  })
  return deposit
}

/** Who is who is kept as an interaction that stands in no history: identity reads it, journeys do not. */
function linkedInteraction(
  source: string,
  message_id: string,
  index: number,
  at: number,
  { identifiers, traits, groups }: Told,
): Interaction {
  return {
    interaction_id: idsOf(`${source}\u0000identified\u0000${message_id}`)(index),
    source,
    record_key: message_id,
    sequence: index,
    started_at: at,
    ended_at: null,
    channel: '',
    touchpoint: 'Identified',
    direction: 'internal',
    begun_by: 'unknown',
    ball_after: 'unknown',
    identifiers,
    subjects: [],
    information_given: [],
    information_asked: [],
    news: null,
    promises: [],
    statements: [],
    score: null,
    agent: '',
    team: '',
    cost: null,
    text: '',
    traits,
    groups,
    attributes: {},
  }
}

const mappings = new Map<string, { yaml: string; mapping: Mapping; until: number }>()

/** The source's saved mapping, else the one for the dialect; read again every few seconds. */
async function mappingOf(db: Db<CollectTables>, door: Door): Promise<Mapping> {
  const name = `${door.workspace} ${door.source}`
  const known = mappings.get(name)
  if (known && known.until > Date.now()) return known.mapping
  await ensureLiveSource(db, door.workspace, door.source)
  const row = await db
    .selectFrom('sources')
    .select('mapping')
    .where('workspace', '=', door.workspace)
    .where('source', '=', door.source)
    .executeTakeFirst()
  const yaml = row?.mapping ?? ''
  const mapping =
    known?.yaml === yaml
      ? known.mapping
      : ((yaml === '' ? null : parseMapping(yaml).mapping) ?? segmentMapping(door.source))
  mappings.set(name, { yaml, mapping, until: Date.now() + 3_000 })
  return mapping
}

function keyOf(context: Context, body: unknown): string | null {
  const basic = /^Basic\s+(.+)$/i.exec(context.req.header('authorization') ?? '')?.[1]
  if (basic) {
    const user = Buffer.from(basic, 'base64').toString('utf8').split(':')[0]!
    if (user !== '') return user
  }
  const own = (body as { writeKey?: unknown }).writeKey
  return typeof own === 'string' && own !== '' ? own : null
}

/** The body, or null as soon as it is longer than `most`: a chunked one does not say so beforehand. */
async function readBytes({ body }: Request, most: number): Promise<Buffer | null> {
  if (body === null) return Buffer.alloc(0)
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    length += chunk.byteLength
    if (length > most) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Four times as much as Segment takes: one event too large is quarantined alone, where 413 would lose its whole batch. */
const mostBytes = 4 * segmentLimits.batch

const unpack = { gzip: promisify(gunzip), deflate: promisify(inflate), br: promisify(brotliDecompress) }

type Read = { body: object } | { refused: string; status: 400 | 413 }

/** Reads the body whatever its Content-Type says; a compressed one may not grow past the limit. */
async function readBody(context: Context): Promise<Read> {
  const tooLarge = {
    refused: `The body is larger than ${segmentLimits.batch} bytes: send smaller batches.`,
    status: 413 as const,
  }
  if (Number(context.req.header('content-length') ?? 0) > 10 * segmentLimits.batch) return tooLarge
  const sent = await readBytes(context.req.raw, 10 * segmentLimits.batch)
  if (sent === null) return tooLarge
  let bytes = sent
  const encoding = context.req.header('content-encoding') as keyof typeof unpack | undefined
  try {
    if (encoding && encoding in unpack) {
      bytes = await unpack[encoding](bytes, { maxOutputLength: mostBytes })
      takeRoom(context, bytes.length)
    }
    if (bytes.length > mostBytes) return tooLarge
    const body: unknown = JSON.parse(bytes.toString('utf8'))
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { body }
    return { refused: 'The body is not a JSON object.', status: 400 }
  } catch (error) {
    if (error instanceof Problem) throw error
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') return tooLarge
    return { refused: 'The body is not JSON.', status: 400 }
  }
}
