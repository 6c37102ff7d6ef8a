import { settledCommit } from '../collect/index.ts'
import type { JourneyStore } from './build.ts'

/** Long work under way on the runs of a workspace. */
export async function progressOf(
  store: JourneyStore,
  workspace: string,
): Promise<{ building: { journey: string; done: number; of: number }[]; behind: number }> {
  const builds = await store.db
    .selectFrom('builds')
    .selectAll()
    .where('workspace', '=', workspace)
    .where('snapshot', '=', 0)
    .execute()
  const settled = await settledCommit(store.db)
  return {
    building: builds.filter((build) => build.of > 0).map(({ journey, done, of }) => ({ journey, done, of })),
    behind: Math.max(
      0,
      ...builds
        .filter((build) => !build.journey.startsWith('subject:'))
        .map((build) => settled - build.applied_commit),
    ),
  }
}
