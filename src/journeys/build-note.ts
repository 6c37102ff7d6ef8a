import type { Db } from '../storage/operational.ts'
import type { Build } from './build-page.ts'
import type { JourneyTables } from './tables.ts'

/** How far the runs of a journey have followed. */
interface Followed {
  applied_commit: number
  horizon: string
  wakes_at: number | null
}

/** Says up to what the runs of a journey are built. */
export async function noteBuilt(
  db: Db<JourneyTables>,
  { workspace, journey, snapshot, design }: Build,
  { applied_commit, horizon, wakes_at }: Followed,
): Promise<void> {
  const built = { applied_commit, design, horizon, wakes_at, done: 0, of: 0 }
  await db
    .insertInto('builds')
    .values({ workspace, journey, snapshot, ...built })
    .onConflict((conflict) =>
      conflict.columns(['workspace', 'journey', 'snapshot']).doUpdateSet({ ...built, used_at: new Date() }),
    )
    .execute()
}

/** Says how many pages of a build are done. */
export async function noteProgress(
  db: Db<JourneyTables>,
  { workspace, journey, snapshot }: Build,
  done: number,
  of: number,
): Promise<void> {
  await db
    .insertInto('builds')
    .values({ workspace, journey, snapshot, done, of })
    .onConflict((conflict) =>
      conflict.columns(['workspace', 'journey', 'snapshot']).doUpdateSet({ done, of }),
    )
    .execute()
}
