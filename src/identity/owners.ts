import { sql } from 'kysely'
import { kindsNow } from '../collect/index.ts'
import type { IdentityStore } from './ledger.ts'
import type { Member } from './resolve.ts'

/** Whose some identifiers are now. One that is not told of was never seen with another: it is a customer by itself. */
export async function ownersNow(
  { db }: IdentityStore,
  workspace: string,
  identifier_ids: readonly string[],
): Promise<Map<string, string>> {
  const ids = [...new Set(identifier_ids)]
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('identity_members')
    .select(['identifier_id', 'customer_id'])
    .where('workspace', '=', workspace)
    .where('identifier_id', 'in', ids)
    .execute()
  return new Map(rows.map(({ identifier_id, customer_id }) => [identifier_id, customer_id]))
}

/** The identifiers of some customers, the strongest kind first. A customer lies in one component, and is found by it. */
export async function identifiersOf(
  { db, analytics }: IdentityStore,
  workspace: string,
  customers: readonly string[],
): Promise<Map<string, Member[]>> {
  if (customers.length === 0) return new Map()
  const { rows } = await sql<Member & { customer_id: string }>`
    SELECT identifier_id, kind, value, customer_id FROM identity_members
    WHERE workspace = ${workspace} AND customer_id = ANY(${[...customers]}::numeric[]) AND component_id IN (
      SELECT component_id FROM identity_members WHERE workspace = ${workspace} AND identifier_id = ANY(${[...customers]}::numeric[]))
    ORDER BY value`.execute(db)
  const { rankOf } = await kindsNow(db, workspace)
  const sorted = rows.sort((a, b) => rankOf(a.kind) - rankOf(b.kind))
  const found = new Map<string, Member[]>(Map.groupBy(sorted, ({ customer_id }) => customer_id))
  const alone = customers.filter((id) => !found.has(id))
  if (alone.length === 0) return found
  const lone = await analytics.ask<Member>(
    `SELECT toString(identifier_id) AS identifier_id, any(kind) AS kind, any(value) AS value FROM throughline.profiles
     WHERE {{workspace}} AND identifier_id IN ({ids:Array(UInt64)}) AND trait = '' GROUP BY identifier_id`,
    { workspace, params: { ids: alone.map(BigInt) } },
    'lookup',
  )
  for (const each of lone) found.set(each.identifier_id, [each])
  return found
}
