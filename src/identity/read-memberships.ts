import { sql } from 'kysely'
import type { IdentityStore } from './ledger.ts'
import { type Membership, membershipsOf, type Said, type Word } from './membership.ts'

const saidColumns = `toString(identifier_id) AS identifier_id, kind, toString(group_id) AS group_id, any(key) AS key,
  argMaxIf(role, (started_at, version), role != '') AS role, source, toString(min(started_at)) AS since`

/** The memberships that stand of some identifiers, or of one group, as far as `followGroups` has come. */
export async function readMemberships(
  store: IdentityStore,
  workspace: string,
  of: { identifier_ids: readonly string[] } | { group_id: string },
): Promise<Membership[]> {
  const [said, words] = await Promise.all([readSaid(store, workspace, of), readWords(store, workspace, of)])
  return membershipsOf(said, words)
}

type Of = { identifier_ids: readonly string[] } | { group_id: string }

async function readSaid({ analytics }: IdentityStore, workspace: string, of: Of): Promise<Said[]> {
  const ids = 'identifier_ids' in of ? of.identifier_ids : [of.group_id]
  if (ids.length === 0) return []
  const column = 'identifier_ids' in of ? 'identifier_id' : 'group_id'
  const rows = await analytics.ask<Omit<Said, 'since'> & { since: string }>(
    `SELECT ${saidColumns} FROM throughline.memberships FINAL
     WHERE {{workspace}} AND ${column} IN ({ids:Array(UInt64)}) GROUP BY identifier_id, kind, group_id, source ORDER BY since, source`,
    { workspace, params: { ids: ids.map(BigInt) } },
    'rebuild',
  )
  return rows.map((row) => ({ ...row, since: Number(row.since) }))
}

async function readWords({ db }: IdentityStore, workspace: string, of: Of): Promise<Word[]> {
  const rows = await db
    .selectFrom('group_acts')
    .select(['identifier_id', 'kind', 'group_id', 'key', 'role', 'act', 'by', 'at'])
    .where('workspace', '=', workspace)
    .$if('group_id' in of, (query) => query.where('group_id', '=', 'group_id' in of ? of.group_id : ''))
    .$if('identifier_ids' in of, (query) =>
      query.where(
        sql<boolean>`identifier_id = ANY(${'identifier_ids' in of ? [...of.identifier_ids] : []}::numeric[])`,
      ),
    )
    .orderBy('act_id')
    .execute()
  return rows.map((row) => ({ ...row, at: row.at.getTime() }))
}
