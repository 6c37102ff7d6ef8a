import { sql } from 'kysely'
import { countRows, type Erasing, type ErasureHandler, eraseRows } from '../storage/erasure.ts'
import { deciding, type IdentityStore, type Ledger, readPart, settle } from './ledger.ts'
import { sharedAmong } from './shared-among.ts'

/** Identifiers forgotten in one transaction. */
const idsAtOnce = 5_000

/** What identity holds of customers: the merge ledger, its view in the analytical store, consents and corrections. */
export function identityErasure(store: IdentityStore): ErasureHandler[] {
  return [
    ledgerHandler(store),
    analyticalHandler(store, 'identifier_customers', ['identifier_id', 'customer_id']),
    analyticalHandler(store, 'profiles', ['identifier_id'], ['value']),
    analyticalHandler(store, 'sought', ['identifier_id'], ['searched', 'value']),
    analyticalHandler(store, 'memberships', ['identifier_id'], ['key', 'name', 'traits']),
    analyticalHandler(store, 'identifier_groups', ['identifier_id'], ['key']),
    saidHandler(store),
  ]
}

const idsOf = ({ identifiers }: Erasing) => identifiers.map((each) => each.identifier_id)

function ledgerHandler(store: IdentityStore): ErasureHandler {
  const counted = async (db: IdentityStore['db'], workspace: string, ids: string[]) => {
    const { rows } = await sql<Record<'members' | 'links' | 'reviews' | 'acts', number>>`
      WITH ids AS (SELECT unnest(${ids}::numeric[]) AS id), gone AS (
        SELECT link_id FROM identity_links JOIN ids ON a_id = id WHERE workspace = ${workspace}
        UNION SELECT link_id FROM identity_links JOIN ids ON b_id = id WHERE workspace = ${workspace})
      SELECT (SELECT count(*) FROM identity_members JOIN ids ON identifier_id = id WHERE workspace = ${workspace}) AS members,
        (SELECT count(*) FROM gone) AS links,
        (SELECT count(*) FROM identity_reviews WHERE workspace = ${workspace} AND (a_id IN (SELECT id FROM ids) OR b_id IN (SELECT id FROM ids))) AS reviews,
        (SELECT count(*) FROM identity_acts WHERE workspace = ${workspace} AND links && (SELECT coalesce(array_agg(link_id), '{}') FROM gone)) AS acts`.execute(
      db,
    )
    const { members, links, reviews, acts } = rows[0]!
    return {
      'postgresql.identity_members': Number(members),
      'postgresql.identity_links': Number(links),
      'postgresql.identity_reviews': Number(reviews),
      'postgresql.identity_acts': Number(acts),
    }
  }
  return {
    holds: {
      'postgresql.identity_members': ['identifier_id', 'value', 'customer_id', 'component_id'],
      'postgresql.identity_links': ['a_id', 'b_id', 'evidence', 'reason'],
      'postgresql.identity_reviews': ['a_id', 'b_id', 'evidence'],
      'postgresql.identity_acts': ['links', 'reason'],
    },
    count: ({ workspace, ...erasing }) => counted(store.db, workspace, idsOf({ workspace, ...erasing })),
    remove: async (erasing) => {
      const { workspace } = erasing
      const ids = idsOf(erasing)
      const removed = await counted(store.db, workspace, ids)
      for (let at = 0; at < ids.length; at += idsAtOnce)
        await deciding(store, workspace, (ledger) => forgetMembers(ledger, ids.slice(at, at + idsAtOnce)))
      return removed
    },
  }
}

/**
 * Takes identifiers out of the ledger with all that was ever decided of them. Those that hung together with them are judged anew, as
 * if the others had never been seen.
 */
async function forgetMembers(ledger: Ledger, ids: string[]): Promise<void> {
  const { db, workspace } = ledger
  const gone = new Set(ids)
  const { rows } = await sql<{ link_id: number; a_id: string; b_id: string }>`
    SELECT link_id, a_id, b_id FROM identity_links WHERE workspace = ${workspace} AND a_id = ANY(${ids}::numeric[])
    UNION SELECT link_id, a_id, b_id FROM identity_links WHERE workspace = ${workspace} AND b_id = ANY(${ids}::numeric[])`.execute(
    db,
  )
  const ends = [...new Set(rows.flatMap(({ a_id, b_id }) => [a_id, b_id]))].filter((id) => !gone.has(id))
  const links = rows.map(({ link_id }) => link_id)
  const reopened = await sharedAmong(ledger, ends)
  const part = await readPart(ledger, [...ends, ...ids], reopened)
  await sql`DELETE FROM identity_acts WHERE workspace = ${workspace} AND links && ${links}::bigint[]`.execute(
    db,
  )
  await sql`DELETE FROM identity_links WHERE link_id = ANY(${links}::bigint[])`.execute(db)
  await sql`DELETE FROM identity_reviews WHERE workspace = ${workspace}
    AND (a_id = ANY(${ids}::numeric[]) OR b_id = ANY(${ids}::numeric[]))`.execute(db)
  await sql`DELETE FROM identity_members WHERE workspace = ${workspace} AND identifier_id = ANY(${ids}::numeric[])`.execute(
    db,
  )
  const members = new Map([...part.members].filter(([id]) => !gone.has(id)))
  const left = part.links.filter(({ a, b }) => !gone.has(a.identifier_id) && !gone.has(b.identifier_id))
  await settle(ledger, { members, links: left }, { reopened: new Set(reopened) })
}

/** A table of the analytical store that tells in some columns whose a row is; `more` hold what is known of them. */
function analyticalHandler(
  { analytics }: IdentityStore,
  table: string,
  columns: string[],
  more: string[] = [],
): ErasureHandler {
  const name = `clickhouse.${table}`
  const condition = columns.map((column) => `${column} IN ({ids:Array(UInt64)})`).join(' OR ')
  const params = (erasing: Erasing) => ({ ids: idsOf(erasing).map(BigInt) })
  return {
    holds: { [name]: [...columns, ...more] },
    count: async (erasing) => ({
      [name]: await countRows(analytics, erasing, table, condition, params(erasing)),
    }),
    remove: async (erasing) => ({
      [name]: await eraseRows(analytics, erasing, table, condition, params(erasing)),
    }),
  }
}

/** What was said of a customer beside the interactions. */
function saidHandler({ db }: IdentityStore): ErasureHandler {
  const tables = ['consents', 'corrections', 'group_acts'] as const
  return {
    holds: {
      'postgresql.consents': ['identifier_id', 'value', 'wording'],
      'postgresql.corrections': ['identifier_id', 'was', 'becomes', 'reason'],
      'postgresql.group_acts': ['identifier_id', 'key', 'name', 'role', 'reason'],
    },
    count: async (erasing) => {
      const counts: Record<string, number> = {}
      for (const table of tables) {
        const { rows } = await sql<{ n: number }>`
          SELECT count(*) AS n FROM ${sql.table(table)} WHERE workspace = ${erasing.workspace} AND identifier_id = ANY(${idsOf(erasing)}::numeric[])`.execute(
          db,
        )
        counts[`postgresql.${table}`] = Number(rows[0]!.n)
      }
      return counts
    },
    remove: async (erasing) => {
      const counts: Record<string, number> = {}
      for (const table of tables) {
        const { numAffectedRows } =
          await sql`DELETE FROM ${sql.table(table)} WHERE workspace = ${erasing.workspace} AND identifier_id = ANY(${idsOf(erasing)}::numeric[])`.execute(
            db,
          )
        counts[`postgresql.${table}`] = Number(numAffectedRows ?? 0)
      }
      return counts
    },
  }
}
