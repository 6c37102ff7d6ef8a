import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Bus } from '../events.ts'
import { notFound, Problem } from '../http/errors.ts'
import type { Analytics } from '../storage/analytics.ts'
import { lifeOf } from '../storage/life.ts'
import type { Db } from '../storage/operational.ts'
import { untilNotAway } from './away-again.ts'
import type { ImportState } from './contract.ts'
import { noteFailed } from './import-failed.ts'
import { mappingFor } from './import-mapping.ts'
import { type ImportJob, type Progress, runImport } from './import-run.ts'
import { type Mapping, parseMapping } from './mapping.ts'
import { saveSource } from './source.ts'
import type { CollectTables } from './tables.ts'

export interface ImportParts {
  db: Db<CollectTables>
  analytics: Analytics
  bus: Bus
  follow(workspace: string): Promise<void>
  log: { error(error: unknown): void }
}

export interface ImportWish {
  path: string
  mapping?: string | undefined
  mapping_path?: string | undefined
  replace: boolean
}

/** The process is being stopped: the import stays on record as it is and is resumed at the next start. */
export class Stopped extends Error {}

interface Running {
  stopping: boolean
  imports: Set<Promise<void>>
  ids: Set<string>
}

const running = new WeakMap<Db<CollectTables>, Running>()

export function runningOn(db: Db<CollectTables>): Running {
  const known = running.get(db) ?? { stopping: false, imports: new Set(), ids: new Set() }
  running.set(db, known)
  return known
}

/** Lets imports under way finish their piece; to be called before the stores are closed. */
export async function stopImports(db: Db<CollectTables>): Promise<void> {
  const { imports } = Object.assign(runningOn(db), { stopping: true })
  await Promise.all(imports)
}

/** Imports of this process that are asked to stop. */
const cancelled = new Set<string>()

/** A mapping.yaml in the imported folder is its mapping. Checks the wish, puts the import on record and starts it; it answers before the file is read. */
export async function startImport(parts: ImportParts, workspace: string, asked: ImportWish): Promise<string> {
  const beside = join(asked.path, 'mapping.yaml')
  const lies = asked.mapping === undefined && asked.mapping_path === undefined && existsSync(beside)
  const wish = lies ? { ...asked, mapping_path: beside } : asked
  await refuseWhileUndoing(parts.db, workspace)
  const mapping = await mappingFor(parts.db, workspace, wish)
  await saveSource(parts.db, workspace, mapping)
  const { import_id, import_number } = await parts.db
    .insertInto('imports')
    .values({
      import_id: randomUUID(),
      workspace,
      source: mapping.source,
      path: wish.path,
      mapping: mapping.yaml,
      mapping_path: wish.mapping_path ?? null,
      replace: wish.replace,
      state: 'reading',
      error: null,
      finished_at: null,
      can_undo: true,
    })
    .returning(['import_id', 'import_number'])
    .executeTakeFirstOrThrow()
  void work(parts, workspace, { import_id, import_number, wish, mapping })
  return import_id
}

async function refuseWhileUndoing(db: Db<CollectTables>, workspace: string): Promise<void> {
  const row = await db
    .selectFrom('imports')
    .select('path')
    .where('workspace', '=', workspace)
    .where('state', '=', 'undoing')
    .executeTakeFirst()
  if (row)
    throw new Problem(409, 'An import is being undone', `The import of ${row.path} is being undone.`, {
      remedy: 'Wait until it is done, then import again.',
    })
}

/** How many imports into a workspace have not ended. */
export async function pendingImports(db: Db<CollectTables>, workspace: string): Promise<number> {
  const { n } = await db
    .selectFrom('imports')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('workspace', '=', workspace)
    .where('state', 'in', ['queued', 'reading', 'building', 'undoing'])
    .executeTakeFirstOrThrow()
  return Number(n)
}

/**
 * Goes on with imports that a stopped process left: what they stored is found unchanged. Those of a process that lives are passed
 * over, and those whose file lies on another machine.
 */
export async function resumeImports(parts: ImportParts): Promise<void> {
  const left = await parts.db
    .selectFrom('imports')
    .selectAll()
    .where('state', 'in', unfinished)
    .orderBy('import_number')
    .execute()
  const { shared } = lifeOf(parts.db)
  for (const row of left) {
    if (runningOn(parts.db).stopping) return
    if (runningOn(parts.db).ids.has(row.import_id)) continue
    if (shared && !existsSync(row.path)) continue
    const { mapping } = parseMapping(
      row.mapping ?? '',
      row.mapping_path ? basename(row.mapping_path) : 'mapping.yaml',
    )
    if (mapping === null) continue
    const wish = { path: row.path, mapping_path: row.mapping_path ?? undefined, replace: row.replace }
    await work(
      parts,
      row.workspace,
      { import_id: row.import_id, import_number: row.import_number, wish, mapping },
      'left',
    )
  }
}

/** States in which an import has not ended. */
const unfinished = ['queued', 'reading', 'building'] as const

interface Work {
  import_id: string
  import_number: number
  wish: ImportWish
  mapping: Mapping
}

/** One process at a time works on an import; `left`: another did and may have ended it since, or may still be at it. */
function work(parts: ImportParts, workspace: string, job: Work, left?: 'left'): Promise<void> {
  const { imports, ids } = runningOn(parts.db)
  const perform = async () => {
    if (left === undefined || (await isUnfinished(parts.db, job.import_id)))
      await workUntilStopped(parts, workspace, job)
  }
  ids.add(job.import_id)
  const { alone, aloneOrNot } = lifeOf(parts.db)
  const done: Promise<void> = (left ? aloneOrNot : alone)(`import ${job.import_id}`, perform)
    .then(() => undefined, parts.log.error.bind(parts.log))
    .finally(() => {
      imports.delete(done)
      ids.delete(job.import_id)
    })
  imports.add(done)
  return done
}

async function isUnfinished(db: Db<CollectTables>, import_id: string): Promise<boolean> {
  const row = await db
    .selectFrom('imports')
    .select('state')
    .where('import_id', '=', import_id)
    .executeTakeFirst()
  return row !== undefined && unfinished.some((state) => state === row.state)
}

async function workUntilStopped(
  parts: ImportParts,
  workspace: string,
  { import_id, import_number, wish, mapping }: Work,
): Promise<void> {
  let told = Number.NEGATIVE_INFINITY
  const report = async (progress: Progress) => {
    const going = progress.state === 'reading' || progress.state === 'building'
    if (going && runningOn(parts.db).stopping) throw new Stopped()
    const due = progress.state !== 'reading' || performance.now() - told > 200
    if (due && (await writeProgress(parts.db, import_id, progress))) cancelled.add(import_id)
    if (due) told = performance.now()
  }
  try {
    const job: ImportJob = {
      store: parts,
      bus: parts.bus,
      workspace,
      import_id,
      import_number,
      path: wish.path,
      mapping,
      mapping_path: wish.mapping_path ?? null,
      replace: wish.replace,
      cancelled: () => cancelled.has(import_id),
      report,
      follow: parts.follow,
    }
    const wanted = () => !runningOn(parts.db).stopping && !job.cancelled()
    await untilNotAway(() => runImport(job), { wanted, log: parts.log })
  } catch (error) {
    if (error instanceof Stopped) return
    await noteFailed(parts, import_id, error)
  } finally {
    cancelled.delete(import_id)
  }
}

/** Returns whether somebody asked for it to be cancelled, at whichever process. */
async function writeProgress(db: Db<CollectTables>, import_id: string, progress: Progress): Promise<boolean> {
  const { state, counts, bytes_read, bytes_total, storyboards, subject_types } = progress
  const row = await db
    .updateTable('imports')
    .set({
      state,
      ...counts,
      bytes_read,
      bytes_total,
      storyboards,
      subject_types,
      finished_at: state === 'done' || state === 'cancelled' ? new Date() : null,
    })
    .where('import_id', '=', import_id)
    .returning('cancel_asked_at')
    .executeTakeFirst()
  return row !== undefined && row.cancel_asked_at !== null
}

/** @throws Problem 404. */
export async function readImportState(
  db: Db<CollectTables>,
  workspace: string,
  import_id: string,
): Promise<ImportState> {
  const row = await db
    .selectFrom('imports')
    .selectAll()
    .where('workspace', '=', workspace)
    .where('import_id', '=', import_id)
    .executeTakeFirst()
  if (!row) throw notFound(`import ${import_id}`, 'See the list of imports.')
  return stateOf(row)
}

export async function listImportStates(db: Db<CollectTables>, workspace: string): Promise<ImportState[]> {
  const rows = await db
    .selectFrom('imports')
    .selectAll()
    .where('workspace', '=', workspace)
    .orderBy('import_number', 'desc')
    .limit(200)
    .execute()
  return rows.map(stateOf)
}

export async function cancel(
  db: Db<CollectTables>,
  workspace: string,
  import_id: string,
): Promise<ImportState> {
  const state = await readImportState(db, workspace, import_id)
  if (state.finished_at !== null) return state
  cancelled.add(import_id)
  await db
    .updateTable('imports')
    .set({ cancel_asked_at: new Date() })
    .where('import_id', '=', import_id)
    .execute()
  return state
}

function stateOf(
  row: Record<string, unknown> & { started_at: Date; finished_at: Date | null; undone_at: Date | null },
): ImportState {
  return {
    ...row,
    started_at: row.started_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
    undone_at: row.undone_at?.toISOString() ?? null,
  } as unknown as ImportState
}
