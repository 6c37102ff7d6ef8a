import { sql } from 'kysely'
import type { Db } from '../../storage/operational.ts'
import type { Store } from '../commit.ts'
import type { Deposit, GroupCommit } from '../group-commit.ts'
import type { IdentifierKinds } from '../identifier-kinds.ts'
import { kindsOf } from '../kinds-store.ts'
import { type Mapping, parseMapping } from '../mapping.ts'
import type { RejectedRow } from '../record.ts'
import { ensureLiveSource } from '../source.ts'
import type { CollectTables } from '../tables.ts'
import { saveLinks, threadNew } from './mail-links.ts'
import { mailMapping } from './mail-mapping.ts'
import { readMail } from './mail-reading.ts'
import type { MailRecords } from './mail-record.ts'
import { rethread } from './mail-rethread.ts'
import type { MailSource } from './mail-store.ts'

/** A mail as a door or a mailbox hands it in. */
export interface Arrived {
  raw: Uint8Array
  /** Epoch ms: when the server got it. */
  arrived_at: number
  /** It was longer than is taken; `raw` is its beginning. */
  truncated: boolean
}

export interface IntakeParts extends Store {
  commit: GroupCommit
}

/** How a quarantined record says that it was a mail. */
export const mailFile = 'mail'

/**
 * Stores mails, each once however often it comes, threaded with those before them. Resolves when all are durable: nothing is
 * acknowledged before. @throws Full when too much is waiting already, or what the stores throw: then nothing is acknowledged,
 * and handing all in again does no harm.
 */
export async function takeIn(
  parts: IntakeParts,
  { workspace, source, own }: Pick<MailSource, 'workspace' | 'source' | 'own'>,
  arrived: readonly Arrived[],
): Promise<void> {
  await ensureLiveSource(parts.db, workspace, source)
  const mapping = await mappingOf(parts.db, workspace, source)
  const kinds = await kindsOf(parts.db, workspace)
  const unread: RejectedRow[] = []
  const read: MailRecords[] = []
  for (const { raw, ...arrival } of arrived) {
    const mail = await readMail({ raw, own, arrival })
    if ('refused' in mail) unread.push(notRead({ raw, ...arrival }, mail.refused))
    else read.push(mail.read)
  }
  // Threads are judged one batch after the other, whichever process takes it in.
  await parts.db.transaction().execute(async (trx) => {
    await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`mail ${workspace}`}, 0))`.execute(trx)
    const { threads, moved, links } = await threadNew(trx, workspace, read)
    await rethread(parts, workspace, moved)
    const deposits = read.map((mail) => ({
      mail,
      deposit: depositOf({ workspace, source, mapping, kinds }, mail, threads.get(mail.name)!),
    }))
    const all = deposits.map(({ deposit }) => deposit)
    if (unread.length > 0) all.push({ ...emptyDeposit(workspace, source), rejected: unread })
    await Promise.all(all.map((each) => parts.commit.deposit(each)))
    for (const { mail, deposit } of deposits) {
      const link = links.get(mail.name)!
      const ids = deposit.interactions.map(({ interaction_id }) => interaction_id)
      link.interaction_ids = [...new Set([...link.interaction_ids, ...ids])]
    }
    await saveLinks(trx, workspace, links.values())
  })
}

/** What could not be read is kept as far as a quarantined record goes, for a person to see. */
function notRead({ raw, arrived_at }: Arrived, reason: string): RejectedRow {
  const text = Buffer.from(raw.subarray(0, 50_000)).toString('utf8')
  const record = JSON.stringify({ arrived_at: new Date(arrived_at).toISOString(), mail: text })
  return { row: 0, field: '', value: '', reason, record }
}

const emptyDeposit = (workspace: string, source: string): Deposit => ({
  workspace,
  source,
  file: mailFile,
  interactions: [],
  linked: [],
  rejected: [],
})

interface Reading {
  workspace: string
  source: string
  mapping: Mapping
  kinds: IdentifierKinds
}

function depositOf(
  { workspace, source, mapping, kinds }: Reading,
  mail: MailRecords,
  thread: string,
): Deposit {
  const deposit = emptyDeposit(workspace, source)
  for (const { key, columns } of mail.records) {
    columns.thread = thread
    columns.key = key
    const made = readMailRecord(columns, mapping, kinds)
    if (typeof made === 'string')
      deposit.rejected.push({ row: 0, field: '', value: '', reason: made, record: JSON.stringify(columns) })
    else deposit.interactions.push(...made)
  }
  return deposit
}

/** What a mail's columns become, or why nothing; a record that waits in the quarantine is read by the same. */
export function readMailRecord(
  columns: Record<string, string>,
  mapping: Mapping,
  kinds: IdentifierKinds,
): Deposit['interactions'] | string {
  const interactions: Deposit['interactions'] = []
  for (const entry of mapping.records) {
    if (entry.file === null) continue
    const mapped = entry.map(columns, { row: 0, key: columns.key ?? '', kinds })
    if ('rejected' in mapped) return mapped.rejected.reason
    if ('interactions' in mapped) interactions.push(...mapped.interactions)
  }
  return interactions
}

/** The source's saved mapping, else the one for mails. */
async function mappingOf(db: Db<CollectTables>, workspace: string, source: string): Promise<Mapping> {
  const row = await db
    .selectFrom('sources')
    .select('mapping')
    .where('workspace', '=', workspace)
    .where('source', '=', source)
    .executeTakeFirst()
  return (row?.mapping ? parseMapping(row.mapping).mapping : null) ?? mailMapping(source)
}
