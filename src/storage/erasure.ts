import { sideBySide } from '../jobs/side-by-side.ts'
import type { Analytics } from './analytics.ts'

/** One erasure under way, as the handlers of its tables see it. Which interactions it is about stands in the table `erasing`. */
export interface Erasing {
  workspace: string
  erasure_id: number
  /** The customer's own; empty where interactions are erased for their age. */
  identifiers: readonly ErasedIdentifier[]
  /** Where things are erased for their age: what was received before this goes, epoch ms; null = one customer is erased. */
  received_before: number | null
}

export interface ErasedIdentifier {
  /** An unsigned 64-bit number as text. */
  identifier_id: string
  kind: string
  value: string
}

/** How many rows (or files) were found, or removed, by table. */
export type ErasureCounts = Record<string, number>

/**
 * Erases from tables or files that one domain owns. Counting and removing are about the same rows; an erasure counts before anything
 * goes. Removing twice does no harm: a crash in between repeats it.
 */
export interface ErasureHandler {
  /** Tables (`postgresql.quarantine`) or files (`files.uploads`), each with the columns in which a customer may stand. */
  holds: Record<string, readonly string[]>
  count(erasing: Erasing): Promise<ErasureCounts>
  remove(erasing: Erasing): Promise<ErasureCounts>
}

/** What handlers find, all together. */
export async function countAll(
  handlers: readonly ErasureHandler[],
  erasing: Erasing,
): Promise<ErasureCounts> {
  return Object.assign({}, ...(await sideBySide(handlers.map((handler) => handler.count(erasing)))))
}

/** The interactions of an erasure, as a subquery. */
export const erasedInteractions = `(SELECT interaction_id FROM throughline.erasing WHERE {{workspace}} AND erasure_id = {erasure:UInt64})`

/**
 * Removes rows of a table of the analytical store from the disk, not only from sight: every part that holds one is written anew. Returns
 * how many there were, versions that were replaced but not yet merged away included.
 */
export async function eraseRows(
  analytics: Analytics,
  { workspace, erasure_id }: Pick<Erasing, 'workspace' | 'erasure_id'>,
  table: string,
  condition: string,
  params: Record<string, unknown> = {},
): Promise<number> {
  const scope = { workspace, params: { ...params, erasure: erasure_id } }
  const rows = await countRows(analytics, { workspace, erasure_id }, table, condition, params)
  if (rows > 0)
    await analytics.command(
      `ALTER TABLE throughline.${table} DELETE WHERE {{workspace}} AND (${condition}) SETTINGS mutations_sync = 2`,
      scope,
      'erase',
      `throughline.${table}`,
    )
  return rows
}

export async function countRows(
  analytics: Analytics,
  { workspace, erasure_id }: Pick<Erasing, 'workspace' | 'erasure_id'>,
  table: string,
  condition: string,
  params: Record<string, unknown> = {},
): Promise<number> {
  const [row] = await analytics.ask<{ n: string }>(
    `SELECT count() AS n FROM throughline.${table} WHERE {{workspace}} AND (${condition})`,
    { workspace, params: { ...params, erasure: erasure_id } },
    'erase',
  )
  return Number(row!.n)
}

/** Empties the tables of what an erasure is about. */
export async function forgetErasing(
  analytics: Analytics,
  erasing: Pick<Erasing, 'workspace' | 'erasure_id'>,
): Promise<void> {
  await sideBySide(
    ['erasing', 'erasing_runs'].map((table) =>
      eraseRows(analytics, erasing, table, 'erasure_id = {erasure:UInt64}'),
    ),
  )
}
