import { sql } from 'kysely'
import type { Erasing, ErasureHandler } from '../../storage/erasure.ts'
import type { Store } from '../commit.ts'

/** Ids that one statement is about. */
const atOnce = 5_000

/** Who referred to whose mail, of mails that are erased. What others refer to stays, as a hash that stands for nothing. */
export function mailLinksHandler(store: Store): ErasureHandler {
  const name = 'postgresql.mail_links'
  const each = async (erasing: Erasing, run: (ids: string[]) => Promise<number>) => {
    const ids = await erasedIds(store, erasing)
    let rows = 0
    for (let from = 0; from < ids.length; from += atOnce) rows += await run(ids.slice(from, from + atOnce))
    return { [name]: rows }
  }
  return {
    holds: { [name]: ['mail', 'refers', 'topic', 'interaction_ids'] },
    count: (erasing) =>
      each(erasing, async (ids) => {
        const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM mail_links
          WHERE workspace = ${erasing.workspace} AND interaction_ids && ${ids}::uuid[]`.execute(store.db)
        return rows[0]!.n
      }),
    remove: (erasing) =>
      each(erasing, async (ids) => {
        const { numAffectedRows } = await sql`DELETE FROM mail_links
          WHERE workspace = ${erasing.workspace} AND interaction_ids && ${ids}::uuid[]`.execute(store.db)
        return Number(numAffectedRows ?? 0)
      }),
  }
}

/** Of all that an erasure is about, withdrawn already or not. */
async function erasedIds({ analytics }: Store, { workspace, erasure_id }: Erasing): Promise<string[]> {
  const lines = await analytics.lines(
    'SELECT DISTINCT interaction_id FROM throughline.erasing WHERE {{workspace}} AND erasure_id = {erasure:UInt64}',
    { workspace, params: { erasure: erasure_id } },
    'erase',
  )
  return lines.map((line) => (JSON.parse(line) as [string])[0])
}
