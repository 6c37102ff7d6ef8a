import { sql } from 'kysely'
import { badInput, notFound } from '../http/errors.ts'
import type { Db } from '../storage/operational.ts'
import { mailFile, readMailRecord } from './channels/mail-intake.ts'
import { mailMapping } from './channels/mail-mapping.ts'
import { commitInteractions, type Store } from './commit.ts'
import type { Quarantined } from './contract.ts'
import { isDialect, readEvent } from './dialects/dialect.ts'
import { readHookAgain } from './hook-again.ts'
import type { IdentifierKinds } from './identifier-kinds.ts'
import type { Interaction } from './interaction.ts'
import { kindsNow } from './kinds-store.ts'
import { linkedInteractions } from './linked-interaction.ts'
import { type Mapping, parseMapping } from './mapping.ts'
import type { RecordMapping } from './mapping-record.ts'
import { recordFrom } from './record.ts'
import { exportedRecords, ledgerColumns, ledgerRow, recordsOf } from './record-ledger.ts'
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
    const isMail = own.some((row) => row.file === mailFile)
    const mapping = await savedMapping(store.db, workspace, source, isMail)
    const done: number[] = []
    const stays = new Map<string, number[]>()
    const interactions: ({ entry: RecordMapping | undefined } & Again)[] = []
    for (const row of own) {
      const again =
        row.file === 'hook'
          ? withoutLinked(await readHookAgain(store.db, { workspace, source, mapping }, row))
          : readAgain(row, mapping, kinds)
      if (typeof again !== 'string') {
        done.push(row.quarantine_id)
        interactions.push({ entry: mapping.records[row.entry], ...again })
      } else {
        reasons.push(again)
        if (again !== row.reason) stays.set(again, [...(stays.get(again) ?? []), row.quarantine_id])
      }
    }
    const guard = await guardOf(store.db, workspace, Date.now())
    const admitted = interactions.filter((each) => !guard?.refuses([...each.read, ...each.linked]))
    stored += done.length - (interactions.length - admitted.length)
    if (only_try) continue
    await storeAgain(store, workspace, admitted)
    for (const [reason, ids] of stays)
      await store.db.updateTable('quarantine').set({ reason }).where('quarantine_id', 'in', ids).execute()
    if (done.length > 0) await store.db.deleteFrom('quarantine').where('quarantine_id', 'in', done).execute()
  }
  return { stored, reasons }
}

async function storeAgain(
  store: Store,
  workspace: string,
  read: ({ entry: RecordMapping | undefined } & Again)[],
): Promise<void> {
  const interactions = read.flatMap((each) => each.read)
  const linked = read.flatMap((each) => each.linked)
  if (interactions.length === 0 && linked.length === 0) return
  const commit_id = await commitInteractions(store, workspace, { interactions, linked })
  const ledger = [...Map.groupBy(read, (each) => each.entry)].flatMap(([entry, own]) => {
    const all = own.flatMap((each) => each.read)
    return entry?.exported ? exportedRecords(all) : recordsOf(all)
  })
  const stamp = { workspace, import_number: 0, version: commit_id }
  const rows = ledger.map((record) => ledgerRow(stamp, record))
  if (rows.length > 0) await store.analytics.insert('throughline.records', ledgerColumns, rows)
}

async function savedMapping(
  db: Db<CollectTables>,
  workspace: string,
  source: string,
  isMail: boolean,
): Promise<Mapping> {
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
  return isMail ? mailMapping(source) : segmentMapping(source)
}

/** What a record became: interactions, and those that only say who is who. */
interface Again {
  read: Interaction[]
  linked: Interaction[]
}

const withoutLinked = (read: Interaction[] | string): Again | string =>
  typeof read === 'string' ? read : { read, linked: [] }

/** What a record becomes, or the reason why it becomes nothing. */
function readAgain(row: Row, mapping: Mapping, kinds: IdentifierKinds): Again | string {
  let record: unknown
  try {
    record = JSON.parse(row.record)
  } catch {
    return 'the record is not JSON'
  }
  if (isDialect(row.file)) {
    const arrival = { received_at: row.received_at.getTime(), place: row.row }
    const result = readEvent(row.file, record, arrival, mapping, kinds)
    if ('rejected' in result) return result.rejected.reason
    return { read: result.interactions, linked: linkedInteractions(row.source, result) }
  }
  if (row.file === mailFile) return withoutLinked(readMailAgain(record, mapping, kinds))
  const entry = mapping.records[row.entry]
  if (!entry) return 'the mapping no longer has the entry that read this record'
  if (typeof record !== 'object' || record === null) return 'the record is not an object of columns'
  const columns = Object.entries(record).map(([column, value]) => [column, String(value)] as const)
  const mapped = entry.map(recordFrom(columns), { row: Number(row.row), kinds })
  if ('rejected' in mapped) return mapped.rejected.reason
  return { read: 'ignored' in mapped ? [] : mapped.interactions, linked: [] }
}

function readMailAgain(record: unknown, mapping: Mapping, kinds: IdentifierKinds): Interaction[] | string {
  if (typeof record !== 'object' || record === null) return 'the record is not an object of columns'
  const columns = Object.entries(record).map(([column, value]) => [column, String(value)] as const)
  return readMailRecord(recordFrom(columns), mapping, kinds)
}
