import { hash } from 'node:crypto'
import type { Db } from '../storage/operational.ts'
import type { RejectedRow } from './record.ts'
import type { CollectTables } from './tables.ts'

export interface QuarantineOrigin {
  workspace: string
  source: string
  file: string
  /** Which entry of the mapping read it. */
  entry: number
}

/**
 * Puts rejected records where people can read, mend and replay them. The same record met again (a resumed
 * import, a resent event) stays one entry and takes the newest reason.
 */
export async function quarantineRecords(
  db: Db<CollectTables>,
  origin: QuarantineOrigin,
  rejected: RejectedRow[],
): Promise<void> {
  // Several entries may refuse one record, and each makes something else of it when it is mended.
  const by = origin.entry > 0 ? `\u0000${origin.entry}` : ''
  const rows = new Map(
    rejected.map((each) => {
      const record = withoutNul(each.record)
      const record_hash = hash('sha1', `${origin.file}\u0000${each.row}\u0000${record}${by}`, 'hex')
      const field = withoutNul(each.field)
      return [
        record_hash,
        {
          ...origin,
          row: each.row,
          field,
          value: withoutNul(each.value),
          reason: withoutNul(each.reason),
          record,
          record_hash,
        },
      ]
    }),
  )
  const all = [...rows.values()]
  for (let from = 0; from < all.length; from += 1_000) {
    await db
      .insertInto('quarantine')
      .values(all.slice(from, from + 1_000))
      .onConflict((conflict) =>
        conflict.columns(['workspace', 'source', 'record_hash']).doUpdateSet((eb) => ({
          field: eb.ref('excluded.field'),
          value: eb.ref('excluded.value'),
          reason: eb.ref('excluded.reason'),
          entry: eb.ref('excluded.entry'),
        })),
      )
      .execute()
  }
}

/** PostgreSQL text holds no NUL and no lone surrogates. */
export const withoutNul = (text: string) => text.toWellFormed().replaceAll('\u0000', '\ufffd')

/** How many records of each source wait. */
export async function heldBySource(db: Db<CollectTables>, workspace: string): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('quarantine')
    .select(['source', ({ fn }) => fn.countAll<string>().as('n')])
    .where('workspace', '=', workspace)
    .groupBy('source')
    .execute()
  return new Map(rows.map(({ source, n }) => [source, Number(n)]))
}
