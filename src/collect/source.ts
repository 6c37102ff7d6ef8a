import type { Db } from '../storage/operational.ts'
import type { Store } from './commit.ts'
import { fillHistories } from './histories.ts'
import type { Mapping } from './mapping.ts'
import type { CollectTables } from './tables.ts'

/** Makes a file source known, with the mapping its records are read by. */
export async function saveSource(db: Db<CollectTables>, workspace: string, mapping: Mapping): Promise<void> {
  const values = {
    kind: 'file' as const,
    mapping: mapping.yaml,
    mapping_file: mapping.file,
    mapping_changed_at: new Date(),
    complete_until: mapping.complete_until === null ? null : new Date(mapping.complete_until),
  }
  await db
    .insertInto('sources')
    .values({ workspace, source: mapping.source, last_record_at: null, ...values })
    .onConflict((conflict) => conflict.columns(['workspace', 'source']).doUpdateSet(values))
    .execute()
}

/** Changes the mapping of a source; one that is live stays so. */
export async function saveMappingOf(
  db: Db<CollectTables>,
  workspace: string,
  mapping: Mapping,
): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('sources')
    .set({ mapping: mapping.yaml, mapping_file: mapping.file, mapping_changed_at: new Date() })
    .where('workspace', '=', workspace)
    .where('source', '=', mapping.source)
    .where('kind', '=', 'live')
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) await saveSource(db, workspace, mapping)
}

/** A door that is complete until now. */
export async function ensureLiveSource(
  db: Db<CollectTables>,
  workspace: string,
  source: string,
): Promise<void> {
  await db
    .insertInto('sources')
    .values({
      workspace,
      source,
      kind: 'live',
      mapping: null,
      mapping_file: null,
      mapping_changed_at: null,
      complete_until: null,
      last_record_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** A finished file is complete until its last record (methods A.19). */
export async function noteHorizon(store: Store, workspace: string, source: string): Promise<void> {
  const [row] = await store.analytics.ask<{ last: string; n: string }>(
    `SELECT max(started_at) AS last, count() AS n FROM throughline.interactions FINAL WHERE {{workspace}} AND source = {source:String}`,
    { workspace, params: { source } },
    'rebuild',
  )
  const last_record_at = Number(row!.n) === 0 ? null : new Date(Number(row!.last))
  await store.db
    .updateTable('sources')
    .set({ last_record_at })
    .where('workspace', '=', workspace)
    .where('source', '=', source)
    .execute()
}

/** The kinds of subject that a source's interactions are about. */
export async function subjectTypes(store: Store, workspace: string, source: string): Promise<string[]> {
  await fillHistories(store, workspace)
  const rows = await store.analytics.ask<{ kind: string }>(
    `SELECT DISTINCT kind FROM throughline.history WHERE {{workspace}} AND source = {source:String} AND kind != 'identifier' AND is_deleted = 0 ORDER BY kind`,
    { workspace, params: { source } },
    'rebuild',
  )
  return rows.map((row) => row.kind)
}
