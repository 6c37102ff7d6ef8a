import type { Analytics } from '../storage/analytics.ts'
import { type Fields, fieldsOf } from './exported-fields.ts'
import { exportedInteraction } from './exported-record.ts'
import type { IdentifierKinds } from './identifier-kinds.ts'
import type { Interaction } from './interaction.ts'
import { recordFrom } from './record.ts'
import { type KnownRecord, saidBy } from './record-ledger.ts'
import { readWhole } from './whole-interactions.ts'

/** A record as it stood before an import changed it, or withdrew it. */
export interface Kept extends KnownRecord {
  source: string
  record_id: string
}

export interface KeptRecord extends Kept {
  /** The import that changed it. */
  import_number: number
  interactions: Interaction[]
}

const keptColumns = [
  'workspace',
  'import_number',
  'source',
  'record_id',
  'record_hash',
  'said_by',
  'withdrawn',
  'content',
] as const

/**
 * Keeps what an import is about to overwrite, so that it can be undone. What the import said itself shortly before, of a record that its
 * file holds twice, is nothing to come back to.
 */
export async function keepOverwritten(
  analytics: Analytics,
  { workspace, import_number }: { workspace: string; import_number: number },
  records: readonly Kept[],
  withdrawn = false,
): Promise<void> {
  const before = records.filter((each) => each.said_by.some((number) => number !== import_number))
  if (before.length === 0) return
  const found = await readWhole(
    analytics,
    workspace,
    before.flatMap((each) => each.interaction_ids),
  )
  await analytics.insert(
    'throughline.overwritten',
    keptColumns,
    before.map((each) => [
      workspace,
      import_number,
      each.source,
      each.record_id,
      each.record_hash,
      each.said_by,
      withdrawn ? 1 : 0,
      JSON.stringify(
        each.interaction_ids.flatMap((id) => {
          const interaction = found.get(id)
          return interaction === undefined ? [] : [fieldsOf(interaction)]
        }),
      ),
    ]),
  )
}

type Row = Omit<KeptRecord, 'interactions' | 'interaction_ids'> & { content: string }

/** Kept records that meet conditions over the table `overwritten`. */
export async function readOverwritten(
  analytics: Analytics,
  workspace: string,
  where: string,
  params: Record<string, unknown>,
  kinds: IdentifierKinds,
): Promise<KeptRecord[]> {
  const rows = await analytics.ask<Row>(
    `SELECT import_number, source, record_id, toString(record_hash) AS record_hash, said_by, content
     FROM throughline.overwritten FINAL WHERE {{workspace}} AND ${where}`,
    { workspace, params },
    'rebuild',
  )
  return rows.map(({ content, ...row }) => {
    const interactions = (JSON.parse(content) as Fields[]).map((fields) =>
      exportedInteraction(recordFrom(Object.entries(fields)), kinds, Number.MAX_SAFE_INTEGER / 2),
    )
    return {
      ...row,
      import_number: Number(row.import_number),
      said_by: saidBy(row.said_by),
      interaction_ids: interactions.map((each) => each.interaction_id),
      interactions,
    }
  })
}
