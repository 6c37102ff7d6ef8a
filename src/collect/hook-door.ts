import type { Context, Hono } from 'hono'
import { sentBytes } from '../http/sent-bytes.ts'
import type { Db } from '../storage/operational.ts'
import { type Deposit, Full, type GroupCommit } from './group-commit.ts'
import { countAccepted, countRefused } from './hook-count.ts'
import { hookAt, type KnownHook } from './hook-known.ts'
import { keepPayload } from './hook-payload.ts'
import { payloadRecord } from './hook-read.ts'
import { refusalOf } from './hook-signature.ts'
import { settleParts, type Taken, type Taking, takePayload } from './hook-take.ts'
import { kindsOf } from './kinds-store.ts'
import type { FlatRecord } from './record.ts'
import { beginLive } from './source.ts'
import type { CollectTables } from './tables.ts'
import { guardOf } from './tombstones.ts'

/** Larger bodies are refused with 413. */
const mostBytes = 2_000_000

/**
 * The door for webhooks (docs/webhooks.md). 401 for what does not prove where it comes from, 200 only after the write is
 * durable; a record that cannot be understood is quarantined, not refused, since senders end a webhook that fails.
 */
export function mountHookDoor(app: Hono, db: Db<CollectTables>, commit: GroupCommit): void {
  app.post('/v1/hook/:hook_id', (context) => receive(context, db, commit))
}

async function receive(context: Context, db: Db<CollectTables>, commit: GroupCommit): Promise<Response> {
  const received_at = Date.now()
  const known = await hookAt(db, context.req.param('hook_id') ?? '')
  if (known === null) return refused(context, 404, 'There is no webhook at this address.')
  if (known.hook.ended_at !== null) return refused(context, 410, 'This webhook was ended.')
  const body = await sentBytes(context.req.raw, mostBytes)
  if (body === 'cut off') {
    await countRefused(db, known.hook.hook_id, 'the body was cut off')
    return refused(context, 400, 'The body was cut off: send it again.')
  }
  if (body === 'too large') {
    await countRefused(db, known.hook.hook_id, `larger than ${mostBytes} bytes`)
    return refused(context, 413, `The body is larger than ${mostBytes} bytes: send less at once.`)
  }
  const header = (name: string) => context.req.header(name)
  const { scheme, secret, hook_id } = known.hook
  const refusal = refusalOf(scheme, secret, { urls: urlsOf(context), header, body }, received_at)
  if (refusal !== null) {
    await countRefused(db, hook_id, refusal)
    return refused(context, 401, `This does not prove where it comes from: ${refusal}.`)
  }
  const proof = scheme.kind === 'token' || scheme.kind === 'hmac' ? scheme.header : ''
  const read = payloadRecord(body.toString('utf8'), {
    headers: [...context.req.raw.headers].filter(([name]) => name !== proof),
    query: Object.entries(context.req.query()),
    received_at,
  })
  if ('unreadable' in read) {
    await countRefused(db, hook_id, read.unreadable)
    return refused(context, 400, `This is no payload: ${read.unreadable}.`)
  }
  return store(context, { db, commit, known, received_at, bytes: body.length }, read.record)
}

interface Receiving {
  db: Db<CollectTables>
  commit: GroupCommit
  known: KnownHook
  received_at: number
  bytes: number
}

async function store(context: Context, receiving: Receiving, payload: FlatRecord): Promise<Response> {
  const { db, commit, known, received_at, bytes } = receiving
  const { workspace, source, hook_id, scheme } = known.hook
  const taking: Taking = {
    db,
    workspace,
    source,
    mapping: known.mapping,
    kinds: await kindsOf(db, workspace),
    guard: await guardOf(db, workspace, received_at),
    now: received_at,
  }
  await beginLive(db, workspace, source)
  const taken = await takePayload(taking, payload)
  const deposit: Deposit = { ...taken, workspace, source, linked: [], file: 'hook', erased: 0 }
  try {
    if (taken.interactions.length + taken.rejected.length > 0) await commit.deposit(deposit)
    await settleParts(taking, taken, commit)
  } catch (error) {
    if (!(error instanceof Full)) throw error
    return context.json({ success: false, message: 'Busy: send it again.' }, 503, { 'retry-after': '2' })
  }
  const erased = taken.erased + (deposit.erased ?? 0)
  // Also one that was left out may name somebody erased.
  if (erased === 0 && !taking.guard?.refusesText(JSON.stringify(payload)))
    await keepPayload(db, { workspace, source, received_at, bytes, record_ids: taken.record_ids }, payload)
  await countAccepted(db, hook_id)
  // Twilio complains of anything but its own language in answer to a message or a call.
  if (scheme.kind === 'twilio')
    return context.body('<?xml version="1.0" encoding="UTF-8"?><Response/>', 200, {
      'content-type': 'text/xml',
    })
  return context.json(answerOf(taken, erased))
}

function answerOf(taken: Taken, erased: number) {
  const { interactions, ignored, rejected } = taken
  return {
    success: true,
    interactions: interactions.length,
    ...(ignored > 0 ? { ignored } : {}),
    ...(erased > 0 ? { erased } : {}),
    ...(rejected.length > 0
      ? { quarantined: rejected.map(({ row, field, reason }) => ({ record: row, field, reason })) }
      : {}),
  }
}

const refused = (context: Context, status: 400 | 401 | 404 | 410 | 413, message: string) =>
  context.json({ success: false, message }, status)

/** The addresses under which the sender may have called: what a proxy took away it tells in headers. */
function urlsOf(context: Context): string[] {
  const { host: own, pathname, search, protocol } = new URL(context.req.url)
  const first = (name: string) => context.req.header(name)?.split(',')[0]?.trim()
  const hosts = new Set([first('x-forwarded-host'), first('host'), own].filter((each) => !!each))
  const protocols = new Set([first('x-forwarded-proto') ?? 'https', protocol.slice(0, -1), 'https'])
  return [...protocols]
    .filter((each) => /^https?$/.test(each))
    .flatMap((each) => [...hosts].map((host) => `${each}://${host}${pathname}${search}`))
}
