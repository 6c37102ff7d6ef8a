import { sql } from 'kysely'
import type { Ledger } from './ledger.ts'

/**
 * Those of some identifiers that are shared, with all forms of them: what has to be judged anew when a link of theirs comes or
 * goes. `beside`: those seen with them as well, because two forms that become one count once less.
 */
export async function sharedAmong(
  { db, workspace }: Ledger,
  identifiers: string[],
  beside = false,
): Promise<string[]> {
  const { rows } = await sql<{ identifier_id: string }>`
    WITH RECURSIVE given AS (SELECT unnest(${identifiers}::numeric[]) AS id),
    asked AS (
      SELECT id FROM given
      UNION SELECT b_id FROM identity_links JOIN given ON a_id = id WHERE workspace = ${workspace} AND ${beside}
      UNION SELECT a_id FROM identity_links JOIN given ON b_id = id WHERE workspace = ${workspace} AND ${beside}),
    forms AS (
      SELECT id FROM asked
      UNION SELECT other FROM forms CROSS JOIN LATERAL (
        SELECT b_id AS other FROM identity_links WHERE workspace = ${workspace} AND a_id = id AND rule = 'same value'
        UNION ALL SELECT a_id FROM identity_links WHERE workspace = ${workspace} AND b_id = id AND rule = 'same value') AS each)
    SELECT identifier_id FROM identity_members
    WHERE workspace = ${workspace} AND shared <> '' AND identifier_id IN (SELECT id FROM forms)`.execute(db)
  return rows.map((each) => each.identifier_id)
}
