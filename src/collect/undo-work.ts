import { Problem } from '../http/errors.ts'
import { lifeOf } from '../storage/life.ts'
import type { Db } from '../storage/operational.ts'
import type { ImportState } from './contract.ts'
import { type ImportParts, readImportState, runningOn, Stopped, startImport } from './imports.ts'
import type { CollectTables } from './tables.ts'
import { undoImport } from './undo-import.ts'

const conflict = (title: string, detail: string, remedy: string) =>
  new Problem(409, title, detail, { remedy })

/**
 * Puts the undoing of an import on record and starts it; answers before it is done. Asked again it goes on.
 * @throws Problem where the import is still under way, another of the workspace is, or it is not known what it brought.
 */
export async function startUndo(
  parts: ImportParts,
  workspace: string,
  import_id: string,
  by: string,
): Promise<ImportState> {
  const state = await readImportState(parts.db, workspace, import_id)
  if (state.state === 'undone' || state.state === 'undoing') return state
  if (!state.can_undo)
    throw conflict(
      'This import cannot be undone',
      `The import of ${state.path} was made before it was noted what each import brings.`,
      'Import a file without the records that are to go, with --replace.',
    )
  const under = await parts.db
    .selectFrom('imports')
    .select('path')
    .where('workspace', '=', workspace)
    .where('state', 'in', ['queued', 'reading', 'building', 'undoing'])
    .executeTakeFirst()
  if (under)
    throw conflict(
      'An import is under way',
      `The import of ${under.path} has not ended.`,
      'Wait until it has, or cancel it, then undo.',
    )
  const { import_number } = await parts.db
    .updateTable('imports')
    .set({ state: 'undoing', undone_at: new Date(), undone_by: by })
    .where('import_id', '=', import_id)
    .returning('import_number')
    .executeTakeFirstOrThrow()
  void work(parts, { workspace, import_id, import_number })
  return readImportState(parts.db, workspace, import_id)
}

/** Reads the file of an import again. @throws Problem while it is being undone. */
export async function redo(parts: ImportParts, workspace: string, import_id: string): Promise<string> {
  await readImportState(parts.db, workspace, import_id)
  const row = await parts.db
    .selectFrom('imports')
    .select(['path', 'mapping', 'mapping_path', 'replace'])
    .where('import_id', '=', import_id)
    .executeTakeFirstOrThrow()
  return startImport(parts, workspace, {
    path: row.path,
    mapping: row.mapping ?? undefined,
    mapping_path: row.mapping_path ?? undefined,
    replace: row.replace,
  })
}

/** Goes on with what a stopped process was undoing. */
export async function resumeUndos(parts: ImportParts): Promise<void> {
  const left = await parts.db
    .selectFrom('imports')
    .select(['workspace', 'import_id', 'import_number'])
    .where('state', '=', 'undoing')
    .orderBy('import_number')
    .execute()
  for (const each of left) if (!runningOn(parts.db).stopping) await work(parts, each)
}

interface Undoing {
  workspace: string
  import_id: string
  import_number: number
}

/** One process at a time undoes an import; where another is at it, or has done it since, nothing is left to do. */
function work(parts: ImportParts, undoing: Undoing): Promise<void> {
  const { imports } = runningOn(parts.db)
  const perform = async () => {
    const { state } = await readImportState(parts.db, undoing.workspace, undoing.import_id)
    if (state === 'undoing') await workUntilStopped(parts, undoing)
  }
  const done: Promise<void> = lifeOf(parts.db)
    .aloneOrNot(`import ${undoing.import_id}`, perform)
    .then(() => undefined, parts.log.error.bind(parts.log))
    .finally(() => imports.delete(done))
  imports.add(done)
  return done
}

async function workUntilStopped(parts: ImportParts, { workspace, ...undoing }: Undoing): Promise<void> {
  const { db } = parts
  const set = (values: object) =>
    db.updateTable('imports').set(values).where('import_id', '=', undoing.import_id).execute()
  try {
    const done = await undoImport({
      store: parts,
      workspace,
      import_number: Number(undoing.import_number),
      ...(await othersOf(db, workspace, Number(undoing.import_number))),
      report: async ({ withdrawn, restored }) => {
        if (runningOn(db).stopping) throw new Stopped()
        await set({ undone_records: withdrawn, restored_records: restored })
      },
    })
    await parts.follow(workspace)
    await set({ state: 'undone', undone_records: done.withdrawn, restored_records: done.restored })
  } catch (error) {
    // Stopped, it stands as 'undoing' and is gone on with at the next start.
    if (error instanceof Stopped) return
    parts.log.error(error)
    const words =
      'Undoing was cut off by a fault of the server; it is in the server log. Undo again: it goes on.'
    await set({ state: 'failed', error: words, undone_at: null }).catch((failure: unknown) =>
      parts.log.error(failure),
    )
  }
}

/** What other imports of the workspace mean for this one. */
async function othersOf(db: Db<CollectTables>, workspace: string, import_number: number) {
  const others = await db
    .selectFrom('imports')
    .select(['import_number', 'source', 'replace', 'undone_at', 'state'])
    .where('workspace', '=', workspace)
    .where('import_number', '!=', import_number)
    .execute()
  const replaced = others.filter(
    (each) =>
      each.replace && each.undone_at === null && each.state === 'done' && each.import_number > import_number,
  )
  return {
    undone: new Set(
      others.filter((each) => each.undone_at !== null).map((each) => Number(each.import_number)),
    ),
    replaced_since: new Set(replaced.map((each) => each.source)),
  }
}
