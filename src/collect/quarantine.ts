import { sql } from 'kysely'
import { badInput, notFound } from '../http/errors.ts'
import type { Db } from '../storage/operational.ts'
import { commitInteractions, type Store } from './commit.ts'
import type { Quarantined } from './contract.ts'
import type { IdentifierKinds } from './identifier-kinds.ts'
import type { Interaction } from './interaction.ts'
import { kindsNow } from './kinds-store.ts'
import { type Mapping, parseMapping } from './mapping.ts'
import { recordFrom } from './record.ts'
import { ledgerColumns, ledgerRow, recordsOf } from './record-ledger.ts'
import { readSegmentEvent } from './segment-event.ts'
import { segmentMapping } from './segment-mapping.ts'
import type { CollectTables } from './tables.ts'
import { guardOf } from './tombstones.ts'

interface Row {
  quarantine_id: number
  source: string
  file: string
  row: number
  field: string
  value: string
  reason: string
  record: string
  entry: number
  received_at: Date
}

const shown = (row: Row): Quarantined => ({
  quarantine_id: String(row.quarantine_id),
  source: row.source,
  file: row.file,
  row: Number(row.row),
  field: row.field,
  value: row.value,
  reason: row.reason,
  record: row.record,
  at: row.received_at.toISOString(),
})

interface Asked {
  source?: string | undefined
  reason?: string | undefined
  limit: number
  after?: string | undefined
}

/** A page of quarantined records, newest first, with the counts by reason. */
export async function quarantinePage(db: Db<CollectTables>, workspace: string, asked: Asked) {
  let query = db.selectFrom('quarantine').where('workspace', '=', workspace)
  if (asked.source) query = query.where('source', '=', asked.source)
  if (asked.reason) query = query.where('reason', '=', asked.reason)
  const { total } = await query
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const rows = await (asked.after ? query.where('quarantine_id', '<', Number(asked.after)) : query)
    .selectAll()
    .orderBy('quarantine_id', 'desc')
    .limit(asked.limit)
    .execute()
  const reasons = await db
    .selectFrom('quarantine')
    .select(['source', 'reason', sql<number>`count(*)::int`.as('count')])
    .where('workspace', '=', workspace)
    .groupBy(['source', 'reason'])
    .orderBy('count', 'desc')
    .limit(200)
    .execute()
  return {
    quarantine: rows.map(shown),
    total: Number(total),
    reasons,
    next: rows.length === asked.limit ? String(rows.at(-1)!.quarantine_id) : null,
  }
}

/** Corrects one record and replays it. It leaves the quarantine only when it became interactions. */
export async function mend(
  store: Store,
  workspace: string,
  quarantine_id: string,
  record: string,
): Promise<{ stored: number; reason: string | null }> {
  const row = await store.db
    .selectFrom('quarantine')
    .selectAll()
    .where('workspace', '=', workspace)
    .where('quarantine_id', '=', Number(quarantine_id) || 0)
    .executeTakeFirst()
  if (!row) throw notFound(`quarantined record ${quarantine_id}`, 'It may have been replayed or discarded.')
  const result = await replayRows(store, workspace, [{ ...row, record }])
  const reason = result.reasons[0] ?? null
  if (reason !== null)
    await store.db
      .updateTable('quarantine')
      .set({ record, reason })
      .where('quarantine_id', '=', row.quarantine_id)
      .execute()
  return { stored: result.stored, reason }
}

/** Records replayed at once. */
const rowsAtOnce = 5_000

/**
 * Replays with the source's present mapping: all of a source, of a reason, or by id. Those that stay take the reason they have now.
 * `only_try` stores nothing. Replayed twice, or by two at once, a record becomes the same interactions, which stand once.
 */
export async function replay(
  store: Store,
  workspace: string,
  asked: {
    source?: string | undefined
    reason?: string | undefined
    quarantine_ids?: string[] | undefined
    only_try?: boolean | undefined
  },
) {
  let query = store.db.selectFrom('quarantine').selectAll().where('workspace', '=', workspace)
  if (asked.source) query = query.where('source', '=', asked.source)
  if (asked.reason) query = query.where('reason', '=', asked.reason)
  if (asked.quarantine_ids) query = query.where('quarantine_id', 'in', asked.quarantine_ids.map(Number))
  const page = query.orderBy('quarantine_id').limit(rowsAtOnce)
  const done = { stored: 0, still_quarantined: 0 }
  for (let after = 0; ; ) {
    const rows = await page.where('quarantine_id', '>', after).execute()
    if (rows.length === 0) return done
    after = rows.at(-1)!.quarantine_id
    const { stored, reasons } = await replayRows(store, workspace, rows, asked.only_try)
    done.stored += stored
    done.still_quarantined += reasons.length
  }
}

export async function discard(
  db: Db<CollectTables>,
  workspace: string,
  ids: string[],
): Promise<{ discarded: number }> {
  if (ids.length === 0) return { discarded: 0 }
  const result = await db
    .deleteFrom('quarantine')
    .where('workspace', '=', workspace)
    .where('quarantine_id', 'in', ids.map(Number))
    .executeTakeFirst()
  return { discarded: Number(result.numDeletedRows) }
}

async function replayRows(
  store: Store,
  workspace: string,
  rows: Row[],
  only_try = false,
): Promise<{ stored: number; reasons: string[] }> {
  const reasons: string[] = []
  const kinds = await kindsNow(store.db, workspace)
  let stored = 0
  for (const [source, own] of Map.groupBy(rows, (row) => row.source)) {
    const mapping = await savedMapping(store.db, workspace, source)
    const done: number[] = []
    const stays = new Map<string, number[]>()
    const interactions = own.flatMap((row) => {
      const read = readAgain(row, mapping, kinds)
      if (typeof read !== 'string') done.push(row.quarantine_id)
      else {
        reasons.push(read)
        if (read !== row.reason) stays.set(read, [...(stays.get(read) ?? []), row.quarantine_id])
      }
      return typeof read === 'string' ? [] : [{ entry: mapping.records[row.entry]?.name ?? '', read }]
    })
    const guard = await guardOf(store.db, workspace, Date.now())
    const admitted = interactions.filter((each) => !guard?.refuses(each.read))
    stored += done.length - (interactions.length - admitted.length)
    if (only_try) continue
    await storeAgain(store, workspace, source, admitted)
    for (const [reason, ids] of stays)
      await store.db.updateTable('quarantine').set({ reason }).where('quarantine_id', 'in', ids).execute()
    if (done.length > 0) await store.db.deleteFrom('quarantine').where('quarantine_id', 'in', done).execute()
  }
  return { stored, reasons }
}

async function storeAgain(
  store: Store,
  workspace: string,
  source: string,
  read: { entry: string; read: Interaction[] }[],
): Promise<void> {
  const interactions = read.flatMap((each) => each.read)
  if (interactions.length === 0) return
  const commit_id = await commitInteractions(store, workspace, { interactions })
  const ledger = [...Map.groupBy(read, (each) => each.entry).values()].flatMap((own) =>
    recordsOf(own.flatMap((each) => each.read)),
  )
  const stamp = { workspace, source, import_number: 0, version: commit_id }
  await store.analytics.insert(
    'throughline.records',
    ledgerColumns,
    ledger.map((record) => ledgerRow(stamp, record)),
  )
}

async function savedMapping(db: Db<CollectTables>, workspace: string, source: string): Promise<Mapping> {
  const row = await db
    .selectFrom('sources')
    .select(['mapping', 'kind'])
    .where('workspace', '=', workspace)
    .where('source', '=', source)
    .executeTakeFirst()
  if (row?.mapping) {
    const { mapping, problems } = parseMapping(row.mapping)
    if (mapping) return mapping
    throw badInput(
      'mapping',
      `The mapping of ${source} has problems: ${problems[0]!.message}.`,
      'Mend it, then replay.',
    )
  }
  return segmentMapping(source)
}

/** Interactions, or the reason why there are none. */
function readAgain(row: Row, mapping: Mapping, kinds: IdentifierKinds): Interaction[] | string {
  let record: unknown
  try {
    record = JSON.parse(row.record)
  } catch {
    return 'the record is not JSON'
  }
  if (row.file === 'http') {
    const result = readSegmentEvent(
      record,
      { received_at: row.received_at.getTime(), sent_at: undefined, place: row.row },
      mapping,
      kinds,
    )
    return 'rejected' in result ? result.rejected.reason : result.interactions
  }
  const entry = mapping.records[row.entry]
  if (!entry) return 'the mapping no longer has the entry that read this record'
  if (typeof record !== 'object' || record === null) return 'the record is not an object of columns'
  const columns = Object.entries(record).map(([column, value]) => [column, String(value)] as const)
  const mapped = entry.map(recordFrom(columns), { row: Number(row.row), kinds })
  if ('rejected' in mapped) return mapped.rejected.reason
  return 'ignored' in mapped ? [] : mapped.interactions
}
