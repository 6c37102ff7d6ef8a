import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Bus } from '../events.ts'
import { badInput, notFound } from '../http/errors.ts'
import type { Analytics } from '../storage/analytics.ts'
import type { Db } from '../storage/operational.ts'
import type { ImportState } from './contract.ts'
import { guessMapping } from './guess-mapping.ts'
import { ImportRefused, type Progress, runImport } from './import-run.ts'
import { describeProblems, type Mapping, parseMapping } from './mapping.ts'
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
class Stopped extends Error {}

interface Running {
  stopping: boolean
  imports: Set<Promise<void>>
}

const running = new WeakMap<Db<CollectTables>, Running>()

function runningOn(db: Db<CollectTables>): Running {
  const known = running.get(db) ?? { stopping: false, imports: new Set() }
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
  const mapping = await mappingFor(parts.db, workspace, wish)
  await saveSource(parts.db, workspace, mapping, true)
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
    })
    .returning(['import_id', 'import_number'])
    .executeTakeFirstOrThrow()
  void work(parts, workspace, { import_id, import_number, wish, mapping })
  return import_id
}

/** How many imports into a workspace have not ended. */
export async function pendingImports(db: Db<CollectTables>, workspace: string): Promise<number> {
  const { n } = await db
    .selectFrom('imports')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('workspace', '=', workspace)
    .where('state', 'in', ['queued', 'reading', 'building'])
    .executeTakeFirstOrThrow()
  return Number(n)
}

/** Goes on with imports that a stopped process left: what they stored is found unchanged. */
export async function resumeImports(parts: ImportParts): Promise<void> {
  const left = await parts.db
    .selectFrom('imports')
    .selectAll()
    .where('state', 'in', ['queued', 'reading', 'building'])
    .orderBy('import_number')
    .execute()
  for (const row of left) {
    if (runningOn(parts.db).stopping) return
    const { mapping } = parseMapping(
      row.mapping ?? '',
      row.mapping_path ? basename(row.mapping_path) : 'mapping.yaml',
    )
    if (mapping === null) continue
    const wish = { path: row.path, mapping_path: row.mapping_path ?? undefined, replace: row.replace }
    await work(parts, row.workspace, {
      import_id: row.import_id,
      import_number: row.import_number,
      wish,
      mapping,
    })
  }
}

interface Work {
  import_id: string
  import_number: number
  wish: ImportWish
  mapping: Mapping
}

function work(parts: ImportParts, workspace: string, job: Work): Promise<void> {
  const { imports } = runningOn(parts.db)
  const done = workUntilStopped(parts, workspace, job).finally(() => imports.delete(done))
  imports.add(done)
  return done
}

async function workUntilStopped(
  parts: ImportParts,
  workspace: string,
  { import_id, import_number, wish, mapping }: Work,
): Promise<void> {
  let told = 0
  const report = async (progress: Progress) => {
    const unfinished = progress.state === 'reading' || progress.state === 'building'
    if (unfinished && runningOn(parts.db).stopping) throw new Stopped()
    const due = progress.state !== 'reading' || Date.now() - told > 200
    if (due) await writeProgress(parts.db, import_id, progress)
    if (due) told = Date.now()
  }
  try {
    await runImport({
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
    })
  } catch (error) {
    if (error instanceof Stopped) return
    const words =
      error instanceof ImportRefused
        ? error.message
        : 'The server met a fault of its own; it is in the server log. Import again: what is stored stays.'
    if (!(error instanceof ImportRefused)) parts.log.error(error)
    await parts.db
      .updateTable('imports')
      .set({ state: 'failed', error: words, finished_at: new Date() })
      .where('import_id', '=', import_id)
      .execute()
      .catch((failure: unknown) => parts.log.error(failure))
  } finally {
    cancelled.delete(import_id)
  }
}

async function writeProgress(db: Db<CollectTables>, import_id: string, progress: Progress): Promise<void> {
  const { state, counts, bytes_read, bytes_total, storyboards, subject_types } = progress
  await db
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
    .execute()
}

/** The mapping given, else the one saved for that source, else a guess. @throws Problem with every fault by line. */
export async function mappingFor(
  db: Db<CollectTables>,
  workspace: string,
  wish: Omit<ImportWish, 'replace'>,
): Promise<Mapping> {
  const file = wish.mapping_path ? basename(wish.mapping_path) : 'mapping.yaml'
  const given = wish.mapping ?? (wish.mapping_path ? await readGiven(wish.mapping_path) : undefined)
  const yaml = given ?? (await savedOrGuessed(db, workspace, wish.path))
  const { mapping, problems } = parseMapping(yaml, file)
  if (mapping) return mapping
  throw badInput('mapping', describeProblems(problems, file), 'Mend these lines, then import again.')
}

async function savedOrGuessed(db: Db<CollectTables>, workspace: string, path: string): Promise<string> {
  const guess = await guessMapping(path)
  const saved =
    guess.source === ''
      ? undefined
      : await db
          .selectFrom('sources')
          .select('mapping')
          .where('workspace', '=', workspace)
          .where('source', '=', guess.source)
          .executeTakeFirst()
  return saved?.mapping ?? guess.yaml
}

async function readGiven(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch {
    throw badInput(
      'mapping',
      `There is no mapping file ${path}.`,
      'Check the path; leave --mapping out to have one guessed.',
    )
  }
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
  if (state.finished_at === null) cancelled.add(import_id)
  return state
}

type ImportRow = Awaited<ReturnType<ReturnType<Db<CollectTables>['selectFrom']>['execute']>>

function stateOf(row: Record<string, unknown> & { started_at: Date; finished_at: Date | null }): ImportState {
  return {
    ...row,
    started_at: row.started_at.toISOString(),
    finished_at: row.finished_at?.toISOString() ?? null,
  } as unknown as ImportState
}

export type { ImportRow }
