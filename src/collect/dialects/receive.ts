import type { Context } from 'hono'
import type { Db } from '../../storage/operational.ts'
import { type Deposit, Full, type GroupCommit } from '../group-commit.ts'
import { kindsOf } from '../kinds-store.ts'
import { linkedInteractions } from '../linked-interaction.ts'
import { type Mapping, parseMapping } from '../mapping.ts'
import { arrivedAs } from '../segment-event.ts'
import { segmentMapping } from '../segment-mapping.ts'
import { segmentLimits } from '../segment-record.ts'
import { ensureLiveSource } from '../source.ts'
import type { CollectTables } from '../tables.ts'
import { type Door, doorOf } from '../write-key.ts'
import { type Dialect, readEvent } from './dialect.ts'

export interface DoorParts {
  db: Db<CollectTables>
  commit: GroupCommit
}

/** What one request brings. */
export interface Brought {
  dialect: Dialect
  key: string | null
  events: unknown[]
  /** When its sender says it was sent. */
  sent_at?: unknown
}

interface Refusal {
  refused: string
  status: 400 | 401 | 413 | 415 | 503
  headers?: Record<string, string>
}

/** Durable, or not taken at all. */
export type Receipt = { stored: Deposit } | (Refusal & { status: 401 | 503 })

/** Stores the events of a request: a bad one goes to quarantine and never spoils its neighbours. */
export async function receive({ db, commit }: DoorParts, brought: Brought): Promise<Receipt> {
  if (brought.key === null)
    return {
      refused: 'No write key: send it as the user of Basic authentication or as writeKey.',
      status: 401,
    }
  const door = await doorOf(db, brought.key)
  if (door === null)
    return { refused: 'This write key is not known; make one under Sources, Keys.', status: 401 }
  const deposit = await depositOf(db, door, brought)
  try {
    await commit.deposit(deposit)
  } catch (error) {
    if (!(error instanceof Full)) throw error
    return {
      refused: 'Busy: more events are waiting than can be taken in.',
      status: 503,
      headers: { 'retry-after': '2' },
    }
  }
  return { stored: deposit }
}

/** What was not taken, with its reason. */
export const refusal = (context: Context, { refused, status, headers }: Refusal) =>
  context.json({ success: false, message: refused }, status, headers)

/** 200, and which events wait in the quarantine: not an error, since an SDK would send the whole batch again. */
export const acknowledgement = (context: Context, { erased, rejected }: Deposit, more: object) =>
  context.json({
    ...more,
    ...(erased ? { erased } : {}),
    ...(rejected.length > 0
      ? { quarantined: rejected.map(({ row, field, reason }) => ({ event: row, field, reason })) }
      : {}),
  })

async function depositOf(
  db: Db<CollectTables>,
  { workspace, source }: Door,
  { dialect, events, sent_at }: Brought,
): Promise<Deposit> {
  const mapping = await mappingOf(db, workspace, source)
  const kinds = await kindsOf(db, workspace)
  const received_at = Date.now()
  const deposit: Deposit = {
    workspace,
    source,
    file: dialect,
    interactions: [],
    linked: [],
    rejected: [],
  }
  events.forEach((event, place) => {
    const result =
      place >= segmentLimits.events
        ? { rejected: { field: '', value: '', reason: tooMany, record: arrivedAs(event) } }
        : readEvent(dialect, event, { received_at, sent_at, place }, mapping, kinds)
    if ('rejected' in result) deposit.rejected.push({ row: place, ...result.rejected })
    else {
      deposit.interactions.push(...result.interactions)
      deposit.linked.push(...linkedInteractions(source, result))
    }
  })
  return deposit
}

const tooMany = `a batch holds at most ${segmentLimits.events} events`

const mappings = new Map<string, { yaml: string; mapping: Mapping; until: number }>()

/** The source's saved mapping, else the one for the dialect; read again every few seconds. */
async function mappingOf(db: Db<CollectTables>, workspace: string, source: string): Promise<Mapping> {
  const name = `${workspace} ${source}`
  const known = mappings.get(name)
  if (known && known.until > performance.now()) return known.mapping
  await ensureLiveSource(db, workspace, source)
  const row = await db
    .selectFrom('sources')
    .select('mapping')
    .where('workspace', '=', workspace)
    .where('source', '=', source)
    .executeTakeFirst()
  const yaml = row?.mapping ?? ''
  const mapping =
    known?.yaml === yaml
      ? known.mapping
      : ((yaml === '' ? null : parseMapping(yaml).mapping) ?? segmentMapping(source))
  mappings.set(name, { yaml, mapping, until: performance.now() + 3_000 })
  return mapping
}
