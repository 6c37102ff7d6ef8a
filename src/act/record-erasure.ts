import { customerName } from '../collect/index.ts'
import type { ErasedIdentifier } from '../storage/erasure.ts'
import type { ErasureParts, Job, Work } from './erasure.ts'

/** Puts the erasure of a customer on record. */
export async function recordErasure(
  { db }: ErasureParts,
  workspace: string,
  asked: { by: string; ground: string; kind: Job['kind'] },
  of:
    | { customer_id: string; identifiers: ErasedIdentifier[] }
    | { periods: Record<string, number>; now: number },
): Promise<Job> {
  const work: Work = {
    customer: 'customer_id' in of ? await customerName(db, workspace, of.customer_id) : null,
    identifiers: 'customer_id' in of ? of.identifiers : [],
    periods: 'periods' in of ? of.periods : null,
    now: 'now' in of ? of.now : Date.now(),
    found: null,
    counted: {},
    withdrawn: false,
    removed: {},
    tombstones: 0,
  }
  const { erasure_id } = await db
    .insertInto('erasures')
    .values({
      workspace,
      kind: asked.kind,
      asked_by: asked.by,
      ground: asked.ground,
      work: JSON.stringify(work),
      finished_at: null,
      certificate: null,
      hash: null,
    })
    .returning('erasure_id')
    .executeTakeFirstOrThrow()
  return { erasure_id, workspace, kind: asked.kind, work }
}
