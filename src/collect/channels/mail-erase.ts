import { sql } from 'kysely'
import type { Erasing, ErasureHandler } from '../../storage/erasure.ts'
import type { Store } from '../commit.ts'

/** Ids that one statement is about. */
const atOnce = 5_000

/** Who referred to whose mail, of mails that are erased. What others refer to stays, as a hash that stands for nothing. */
export function mailLinksHandler(store: Store): ErasureHandler {
  const name = 'postgresql.mail_links'
  /** A mail of which several are among the ids is one row, found with each. */
  const each = async (erasing: Erasing, which: typeof found) => {
    const ids = await erasedIds(store, erasing)
    const mails = new Set<string>()
    for (let from = 0; from < ids.length; from += atOnce) {
      const { rows } = await which(erasing.workspace, ids.slice(from, from + atOnce)).execute(store.db)
      for (const { mail } of rows) mails.add(mail)
    }
    return { [name]: mails.size }
  }
  return {
    holds: { [name]: ['mail', 'refers', 'topic', 'interaction_ids'] },
    count: (erasing) => each(erasing, found),
    remove: (erasing) => each(erasing, removed),
  }
}

const found = (workspace: string, ids: string[]) => sql<{ mail: string }>`
  SELECT mail FROM mail_links WHERE workspace = ${workspace} AND interaction_ids && ${ids}::uuid[]`

const removed = (workspace: string, ids: string[]) => sql<{ mail: string }>`
  DELETE FROM mail_links WHERE workspace = ${workspace} AND interaction_ids && ${ids}::uuid[] RETURNING mail`

/** Of all that an erasure is about, withdrawn already or not. */
async function erasedIds({ analytics }: Store, { workspace, erasure_id }: Erasing): Promise<string[]> {
  const lines = await analytics.lines(
    'SELECT DISTINCT interaction_id FROM throughline.erasing WHERE {{workspace}} AND erasure_id = {erasure:UInt64}',
    { workspace, params: { erasure: erasure_id } },
    'erase',
  )
  return lines.map((line) => (JSON.parse(line) as [string])[0])
}
