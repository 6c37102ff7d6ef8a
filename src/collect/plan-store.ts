import { badInput } from '../http/errors.ts'
import type { Db } from '../storage/operational.ts'
import type { CollectTables } from './tables.ts'
import { parsePlan, type TrackingPlan } from './tracking-plan.ts'

/** The plan as it stands, and who declared it when. */
export async function readPlan(db: Db<CollectTables>, workspace: string) {
  const row = await db
    .selectFrom('tracking_plans')
    .select(['yaml', 'by', 'at'])
    .where('workspace', '=', workspace)
    .orderBy('plan_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return { yaml: row?.yaml ?? null, by: row?.by ?? null, at: row?.at.toISOString() ?? null }
}

/** The plan compiled; null = nothing is declared. */
export async function planOf(db: Db<CollectTables>, workspace: string): Promise<TrackingPlan | null> {
  const { yaml } = await readPlan(db, workspace)
  return yaml === null ? null : parsePlan(yaml).plan
}

/** @throws badInput with everything that is wrong in the plan. */
export async function savePlan(db: Db<CollectTables>, workspace: string, yaml: string, by: string) {
  const { plan, problems } = parsePlan(yaml)
  if (plan === null)
    throw badInput('yaml', `The plan cannot be taken: ${problems.join('; ')}.`, 'Mend it, then save again.')
  if ((await readPlan(db, workspace)).yaml !== yaml)
    await db.insertInto('tracking_plans').values({ workspace, yaml, by }).execute()
  return readPlan(db, workspace)
}
