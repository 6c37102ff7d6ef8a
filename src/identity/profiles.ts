import { identifierId } from '../collect/index.ts'
import { sqlFile } from '../storage/sql-file.ts'
import type { IdentityStore, Ledger } from './ledger.ts'
import type { RecordSource } from './match-records.ts'
import type { Member } from './resolve.ts'

const profilesSql = sqlFile(import.meta, 'profiles.sql')

/** What is known of each customer of a workspace, as records to be matched. */
export const profilesOf = (workspace: string): RecordSource => ({
  sql: profilesSql,
  scope: { workspace, params: {} },
  link: false,
})

/** The identifiers that customers are called by: those in the ledger, and those never seen with another. */
export async function headsOf(
  { analytics }: Pick<IdentityStore, 'analytics'>,
  { db, workspace }: Pick<Ledger, 'db' | 'workspace'>,
  customers: string[],
): Promise<Map<string, Member>> {
  const heads = new Map<string, Member>()
  for (let at = 0; at < customers.length; at += headsAtOnce) {
    const asked = customers.slice(at, at + headsAtOnce)
    const kept = await db
      .selectFrom('identity_members')
      .select(['identifier_id', 'kind', 'value'])
      .where('workspace', '=', workspace)
      .where('identifier_id', 'in', asked)
      .execute()
    for (const each of kept) heads.set(each.identifier_id, each)
    const alone = asked.filter((id) => !heads.has(id))
    if (alone.length === 0) continue
    const rows = await analytics.ask<{ identifiers: [kind: string, value: string][] }>(
      `SELECT any(identifiers) AS identifiers FROM throughline.interactions
       WHERE {{workspace}} AND identifier_id IN ({ids:Array(UInt64)}) GROUP BY identifier_id`,
      { workspace, params: { ids: alone.map(BigInt) } },
      'rebuild',
    )
    for (const [kind, value] of rows.flatMap(({ identifiers }) => identifiers)) {
      const identifier_id = identifierId({ kind, value })
      if (!heads.has(identifier_id)) heads.set(identifier_id, { identifier_id, kind, value })
    }
  }
  return heads
}

const headsAtOnce = 10_000
