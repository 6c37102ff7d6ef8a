import type { Db } from '../storage/operational.ts'
import { ImportRefused } from './import-run.ts'
import { withoutNul } from './quarantine-store.ts'
import type { CollectTables } from './tables.ts'

const fault =
  'The server met a fault of its own; it is in the server log. Import again: what is stored stays.'

/** Ends an import as failed: in its own words where it was refused, else with a word to the log. */
export async function noteFailed(
  { db, log }: { db: Db<CollectTables>; log: { error(error: unknown): void } },
  import_id: string,
  error: unknown,
): Promise<void> {
  const refused = error instanceof ImportRefused
  if (!refused) log.error(error)
  await db
    .updateTable('imports')
    .set({ state: 'failed', error: withoutNul(refused ? error.message : fault), finished_at: new Date() })
    .where('import_id', '=', import_id)
    .execute()
    .catch((failure: unknown) => log.error(failure))
}
