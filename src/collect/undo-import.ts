import type { Analytics } from '../storage/analytics.ts'
import { commitUnder, recoverFailed, type Store, writeBatch } from './commit.ts'
import type { IdentifierKinds } from './identifier-kinds.ts'
import type { Interaction } from './interaction.ts'
import { exportedRecordId } from './interaction-id.ts'
import { kindsNow } from './kinds-store.ts'
import { type KeptRecord, readOverwritten } from './overwritten.ts'
import { type KnownRecord, knownRecords, ledgerColumns, saidBy } from './record-ledger.ts'
import { noteHorizon } from './source.ts'
import { guardOf } from './tombstones.ts'

/** An undo under way. `undone`: numbers of the imports that were undone before. */
export interface UndoJob {
  store: Store
  workspace: string
  import_number: number
  undone: ReadonlySet<number>
  /** Later imports that withdrew what they did not meet: what is gone by them stays gone. */
  replaced_since: ReadonlySet<string>
  report(done: Undone): Promise<void>
}

export interface Undone {
  /** Records that nobody says any more. */
  withdrawn: number
  /** Records that stand again as they stood before the import. */
  restored: number
}

const recordsAtOnce = 10_000

interface Standing extends KnownRecord {
  source: string
  record_id: string
  version: number
}

/** What becomes of one record. */
interface Change {
  source: string
  record_id: string
  /** As it stands from now on; null = it is withdrawn. */
  becomes: { record_hash: string; interaction_ids: string[]; said_by: number[] } | null
  interactions: Interaction[]
  withdrawn: string[]
}

/**
 * Takes back what one import brought: records that nobody else says are withdrawn, those it changed or withdrew stand again as they did.
 * What another import said too stays, and what a door stored under the same id since is left alone. Doing it again goes on where it
 * was cut off.
 */
export async function undoImport(job: UndoJob): Promise<Undone> {
  const { store, workspace } = job
  await recoverFailed(store)
  const kinds = await kindsNow(store.db, workspace)
  const done: Undone = { withdrawn: 0, restored: 0 }
  const sources = new Set<string>()
  for (;;) {
    const records = await saidByImport(store.analytics, job)
    if (records.length === 0) break
    const changes = await changesOf(job, kinds, records)
    await write(job, changes)
    count(done, changes, sources)
    await job.report(done)
  }
  let after: Place = { source: '', record_id: '0' }
  for (;;) {
    const { kept, last } = await withdrawnByImport(job, kinds, after)
    if (last === null) break
    after = last
    const changes = await admittedOnly(job, kept)
    await write(job, changes)
    count(done, changes, sources)
    await job.report(done)
  }
  for (const source of sources) await noteHorizon(store, workspace, source)
  return done
}

interface Place {
  source: string
  record_id: string
}

function count(done: Undone, changes: Change[], sources: Set<string>): void {
  for (const { source, becomes, interactions } of changes) {
    sources.add(source)
    if (becomes === null) done.withdrawn++
    else if (interactions.length > 0) done.restored++
  }
}

async function saidByImport(
  analytics: Analytics,
  { workspace, import_number }: UndoJob,
): Promise<Standing[]> {
  const rows = await analytics.ask<Standing>(
    `SELECT source, record_id, toString(record_hash) AS record_hash, interaction_ids, said_by, version
     FROM throughline.records FINAL WHERE {{workspace}} AND has(said_by, {import_number:UInt64})
     ORDER BY source, record_id LIMIT ${recordsAtOnce}`,
    { workspace, params: { import_number } },
    'rebuild',
  )
  return rows.map((row) => ({ ...row, said_by: saidBy(row.said_by), version: Number(row.version) }))
}

async function changesOf(job: UndoJob, kinds: IdentifierKinds, records: Standing[]): Promise<Change[]> {
  const { analytics } = job.store
  const alone = records.filter((each) => stillSaying(job, each.said_by).length === 0)
  const before = await standingBefore(job, kinds, alone)
  const untouched = await untouchedIds(analytics, job.workspace, alone)
  for (const id of await exportedToo(job, alone)) untouched.delete(id)
  return records.map((each): Change => {
    const { source, record_id, record_hash, interaction_ids } = each
    const said_by = stillSaying(job, each.said_by)
    if (said_by.length > 0) {
      const becomes = { record_hash, interaction_ids, said_by }
      return { source, record_id, becomes, interactions: [], withdrawn: [] }
    }
    const own = interaction_ids.filter((id) => untouched.has(id))
    const earlier = before.get(nameOf(each))
    if (earlier === undefined) return { source, record_id, becomes: null, interactions: [], withdrawn: own }
    const again = new Set(earlier.interaction_ids)
    const now = new Set(interaction_ids)
    return {
      source,
      record_id,
      becomes: {
        record_hash: earlier.record_hash,
        interaction_ids: earlier.interaction_ids,
        said_by: stillSaying(job, earlier.said_by),
      },
      interactions: earlier.interactions.filter(
        ({ interaction_id: id }) => !now.has(id) || untouched.has(id),
      ),
      withdrawn: own.filter((id) => !again.has(id)),
    }
  })
}

const nameOf = ({ source, record_id }: Place) => `${source}\u0000${record_id}`

const stillSaying = ({ import_number, undone }: UndoJob, said_by: readonly number[]) =>
  said_by.filter((number) => number !== import_number && !undone.has(number))

/** What each record held last that somebody still says; erased or too old content is nothing to come back to. */
async function standingBefore(
  job: UndoJob,
  kinds: IdentifierKinds,
  records: readonly Place[],
): Promise<Map<string, KeptRecord>> {
  const { store, workspace, import_number } = job
  const guard = await guardOf(store.db, workspace, Date.now())
  const found = new Map<string, KeptRecord>()
  let asked: Place[] = [...records]
  let imports = [import_number]
  while (asked.length > 0 && imports.length > 0) {
    const kept = await readOverwritten(
      store.analytics,
      workspace,
      'import_number IN ({imports:Array(UInt64)}) AND record_id IN ({ids:Array(UInt64)})',
      { imports, ids: asked.map((each) => BigInt(each.record_id)) },
      kinds,
    )
    const wanted = new Set(asked.map(nameOf))
    const deeper = new Map<string, KeptRecord>()
    for (const each of kept.sort((a, b) => a.import_number - b.import_number)) {
      const name = nameOf(each)
      if (!wanted.has(name)) continue
      if (guard?.refuses(each.interactions)) continue
      if (stillSaying(job, each.said_by).length > 0) found.set(name, each)
      else deeper.set(name, each)
    }
    // What was undone itself leads to what stood before it.
    const left = [...deeper.values()].filter((each) => !found.has(nameOf(each)))
    asked = left
    imports = [...new Set(left.flatMap((each) => each.said_by))].filter(
      (number) => number < Math.min(...imports),
    )
  }
  return found
}

/** Interactions that stand as the import left them: what was stored under their ids since is somebody else's. */
async function untouchedIds(
  analytics: Analytics,
  workspace: string,
  records: Standing[],
): Promise<Set<string>> {
  const versions = new Map(
    records.flatMap(({ interaction_ids, version }) => interaction_ids.map((id) => [id, version] as const)),
  )
  if (versions.size === 0) return new Set()
  const rows = await analytics.ask<{ id: string; commit_id: string }>(
    `SELECT toString(interaction_id) AS id, commit_id FROM throughline.interactions FINAL
     WHERE {{workspace}} AND interaction_id IN ({ids:Array(UUID)})`,
    { workspace, params: { ids: [...versions.keys()] } },
    'rebuild',
  )
  return new Set(
    rows.filter(({ id, commit_id }) => Number(commit_id) <= versions.get(id)!).map(({ id }) => id),
  )
}

/** Of interactions that a file of a source brought, those that an exported file says too. */
async function exportedToo(job: UndoJob, records: Standing[]): Promise<string[]> {
  const names = new Map(
    records.flatMap(({ source, record_id, interaction_ids }) =>
      interaction_ids.flatMap((id) => {
        const exported = exportedRecordId(id)
        return exported === record_id
          ? []
          : [[`${source}\u0000${exported}`, { id, source, exported }] as const]
      }),
    ),
  )
  const found: string[] = []
  for (const [source, own] of Map.groupBy(names.values(), (each) => each.source)) {
    const known = await knownRecords(
      job.store.analytics,
      job.workspace,
      source,
      own.map((each) => each.exported),
    )
    for (const { id, exported } of own)
      if (stillSaying(job, known.get(exported)?.said_by ?? []).length > 0) found.push(id)
  }
  return found
}

/** Records that the import withdrew because its file no longer held them, and that nobody brought again. */
async function withdrawnByImport(
  { store, workspace, import_number, replaced_since }: UndoJob,
  kinds: IdentifierKinds,
  after: Place,
): Promise<{ kept: KeptRecord[]; last: Place | null }> {
  const kept = await readOverwritten(
    store.analytics,
    workspace,
    `import_number = {import_number:UInt64} AND withdrawn = 1 AND (source, record_id) > ({source:String}, {record_id:UInt64})
     AND (source, record_id) NOT IN (SELECT source, record_id FROM throughline.records FINAL WHERE {{workspace}})
     ORDER BY source, record_id LIMIT ${recordsAtOnce}`,
    { import_number, source: after.source, record_id: BigInt(after.record_id) },
    kinds,
  )
  return { kept: kept.filter((each) => !replaced_since.has(each.source)), last: kept.at(-1) ?? null }
}

async function admittedOnly(job: UndoJob, kept: KeptRecord[]): Promise<Change[]> {
  const guard = await guardOf(job.store.db, job.workspace, Date.now())
  return kept.flatMap((each): Change[] => {
    const said_by = stillSaying(job, each.said_by)
    if (said_by.length === 0 || guard?.refuses(each.interactions)) return []
    const { source, record_id, record_hash, interaction_ids, interactions } = each
    return [
      { source, record_id, becomes: { record_hash, interaction_ids, said_by }, interactions, withdrawn: [] },
    ]
  })
}

async function write({ store, workspace, import_number }: UndoJob, changes: Change[]): Promise<void> {
  if (changes.length === 0) return
  await commitUnder(store, workspace, async (commit_id) => {
    await writeBatch(store, workspace, commit_id, {
      interactions: changes.flatMap((each) => each.interactions),
      withdrawn: changes.flatMap((each) => each.withdrawn),
    })
    await store.analytics.insert(
      'throughline.records',
      ledgerColumns,
      changes.map(({ source, record_id, becomes }) => [
        workspace,
        source,
        record_id,
        becomes?.record_hash ?? '0',
        becomes?.interaction_ids ?? [],
        becomes?.said_by.at(-1) ?? import_number,
        commit_id,
        becomes === null ? 1 : 0,
        becomes?.said_by ?? [],
      ]),
    )
  })
}
