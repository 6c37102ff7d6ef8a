import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import {
  countRows,
  type Erasing,
  type ErasureHandler,
  erasedInteractions,
  eraseRows,
} from '../storage/erasure.ts'
import type { Db } from '../storage/operational.ts'
import { mailLinksHandler } from './channels/mail-erase.ts'
import { commitInteractions, type Store } from './commit.ts'
import { erasedIds } from './erase-find.ts'
import { hookErasure } from './hook-erase.ts'
import { tokenOf, tokensOf } from './record-tokens.ts'
import type { CollectTables } from './tables.ts'

/** Interactions withdrawn in one commit. */
const withdrawnAtOnce = 5_000

/** Takes the interactions of an erasure out of sight, so that customers and runs follow as after any withdrawal. */
export async function withdrawErased(store: Store, erasing: Erasing): Promise<number> {
  const ids = await erasedIds(store, erasing)
  for (let at = 0; at < ids.length; at += withdrawnAtOnce)
    await commitInteractions(store, erasing.workspace, {
      interactions: [],
      withdrawn: ids.slice(at, at + withdrawnAtOnce),
    })
  return ids.length
}

const rowsOf: Record<string, { columns: string[]; condition: string }> = {
  history: { columns: ['interaction_id'], condition: `interaction_id IN ${erasedInteractions}` },
  records: {
    columns: ['source', 'record_id'],
    condition: `(source, record_id) IN (SELECT source, record_id FROM throughline.erasing WHERE {{workspace}} AND erasure_id = {erasure:UInt64})
      OR length(interaction_ids) = 1 AND interaction_ids[1] IN ${erasedInteractions}`,
  },
  interactions: { columns: ['interaction_id'], condition: `interaction_id IN ${erasedInteractions}` },
}

/** What collect holds of customers: interactions in three tables, the quarantine, files that were dropped in the browser. */
export function collectErasure({ db, analytics }: Store, data: string): ErasureHandler[] {
  const tables = Object.entries(rowsOf).map(
    ([table, { columns, condition }]): ErasureHandler => ({
      holds: { [`clickhouse.${table}`]: columns },
      count: async (erasing) => ({
        [`clickhouse.${table}`]: await countRows(analytics, erasing, table, condition),
      }),
      remove: async (erasing) => ({
        [`clickhouse.${table}`]: await eraseRows(analytics, erasing, table, condition),
      }),
    }),
  )
  return [
    withdrawnHandler({ db, analytics }),
    overwrittenHandler({ analytics }),
    ...hookErasure({ db, analytics }),
    mailLinksHandler({ db, analytics }),
    ...tables,
    quarantineHandler(db),
    uploadsHandler(data),
  ]
}

/** Which identifiers had been carried together: of no use once identity has followed, whoever they are. */
function withdrawnHandler({ db, analytics }: Store): ErasureHandler {
  const name = 'clickhouse.withdrawn_identifiers'
  const condition = 'commit_id <= {followed:UInt64}'
  const followed = async ({ workspace }: Erasing) => {
    const row = await db
      .selectFrom('followers')
      .select('applied_commit')
      .where('workspace', '=', workspace)
      .where('follower', '=', 'identity')
      .executeTakeFirst()
    return { followed: row?.applied_commit ?? 0 }
  }
  return {
    holds: { [name]: ['identifiers'] },
    count: async (erasing) => ({
      [name]: await countRows(
        analytics,
        erasing,
        'withdrawn_identifiers',
        condition,
        await followed(erasing),
      ),
    }),
    remove: async (erasing) => ({
      [name]: await eraseRows(
        analytics,
        erasing,
        'withdrawn_identifiers',
        condition,
        await followed(erasing),
      ),
    }),
  }
}

/** What imports overwrote goes whole: whoever stood in it need not stand in what came after. An import is then undone without it. */
function overwrittenHandler({ analytics }: Pick<Store, 'analytics'>): ErasureHandler {
  const name = 'clickhouse.overwritten'
  return {
    holds: { [name]: ['content'] },
    count: async (erasing) => ({ [name]: await countRows(analytics, erasing, 'overwritten', '1') }),
    remove: async (erasing) => ({ [name]: await eraseRows(analytics, erasing, 'overwritten', '1') }),
  }
}

/** Records nobody could read, by the values and words in them: whose they are is nowhere else on record. */
function quarantineHandler(db: Db<CollectTables>): ErasureHandler {
  const name = 'postgresql.quarantine'
  const found = async ({ workspace, identifiers, received_before }: Erasing): Promise<number[]> => {
    if (received_before !== null) return receivedBefore(db, workspace, received_before)
    const tokens = identifiers.flatMap((each) => tokenOf(each.value) ?? [])
    if (tokens.length === 0) return []
    // Digits alone for phone numbers, which are written with spaces and strokes.
    const { rows } = await sql<{ quarantine_id: number; record: string; value: string; reason: string }>`
      SELECT quarantine_id, record, value, reason FROM quarantine WHERE workspace = ${workspace} AND EXISTS (
        SELECT 1 FROM unnest(${tokens}::text[]) AS token WHERE strpos(lower(record), token) > 0 OR strpos(lower(value), token) > 0
          OR (token ~ '^[+]?[0-9]{7,}$' AND strpos(regexp_replace(record, '[^0-9]', '', 'g'), ltrim(token, '+')) > 0))`.execute(
      db,
    )
    const named = new Set(tokens)
    return rows
      .filter(({ record, value, reason }) =>
        [record, value, reason].some((text) => tokensOf(text).some((token) => named.has(token))),
      )
      .map((row) => row.quarantine_id)
  }
  return {
    holds: { [name]: ['record', 'value', 'reason', 'file'] },
    count: async (erasing) => ({ [name]: (await found(erasing)).length }),
    remove: async (erasing) => {
      const ids = await found(erasing)
      if (ids.length > 0)
        await sql`DELETE FROM quarantine WHERE quarantine_id = ANY(${ids}::bigint[])`.execute(db)
      return { [name]: ids.length }
    },
  }
}

async function receivedBefore(db: Db<CollectTables>, workspace: string, before: number): Promise<number[]> {
  const rows = await db
    .selectFrom('quarantine')
    .select('quarantine_id')
    .where('workspace', '=', workspace)
    .where('received_at', '<', new Date(before))
    .execute()
  return rows.map((row) => row.quarantine_id)
}

/** Files dropped in the browser are copies that an ended import needs no more, and hold everybody: they go whole. */
function uploadsHandler(data: string): ErasureHandler {
  const name = 'files.uploads'
  const uploads = async ({ workspace }: Erasing) => {
    const folder = join(data, 'uploads', workspace)
    return existsSync(folder) ? (await readdir(folder)).map((each) => join(folder, each)) : []
  }
  return {
    holds: { [name]: ['the file'] },
    count: async (erasing) => ({ [name]: (await uploads(erasing)).length }),
    remove: async (erasing) => {
      const all = await uploads(erasing)
      for (const each of all) await rm(each, { recursive: true, force: true })
      return { [name]: all.length }
    },
  }
}
