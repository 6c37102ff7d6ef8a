import type { Analytics } from '../storage/analytics.ts'
import type { LedgerRecord } from './record-ledger.ts'

/** Whether a workspace holds anything at all. */
export async function hasInteractions(analytics: Analytics, workspace: string): Promise<boolean> {
  const rows = await analytics.ask(
    'SELECT 1 FROM throughline.interactions WHERE {{workspace}} AND is_deleted = 0 LIMIT 1',
    { workspace },
  )
  return rows.length > 0
}

/**
 * Of exported records that no import is known to have brought, those that stand in the workspace already: a door took them in. They are
 * left as they are, so that undoing the import takes nothing away that was acknowledged elsewhere.
 */
export async function standingElsewhere(
  analytics: Analytics,
  workspace: string,
  records: LedgerRecord[],
): Promise<Set<string>> {
  if (records.length === 0) return new Set()
  const recordOf = new Map(
    records.flatMap(({ record_id, interaction_ids }) =>
      interaction_ids.map((id) => [id, record_id] as const),
    ),
  )
  const rows = await analytics.ask<{ id: string }>(
    `SELECT toString(interaction_id) AS id FROM throughline.interactions FINAL
     WHERE {{workspace}} AND interaction_id IN ({ids:Array(UUID)})`,
    { workspace, params: { ids: [...recordOf.keys()] } },
    'rebuild',
  )
  return new Set(rows.flatMap(({ id }) => recordOf.get(id) ?? []))
}
