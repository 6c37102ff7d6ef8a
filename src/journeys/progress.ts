import { settledCommit } from '../collect/index.ts'
import type { Output } from '../http/operation.ts'
import type { JourneyStore } from './build.ts'
import type { readProgress } from './contract.ts'

/** Builds of runs under way in a workspace, the living ones and those as of a past moment. */
export async function progressOf(
  store: JourneyStore,
  workspace: string,
): Promise<Omit<Output<typeof readProgress>, 'comparing'>> {
  const builds = await store.db.selectFrom('builds').selectAll().where('workspace', '=', workspace).execute()
  const settled = await settledCommit(store.db)
  const living = builds.filter(({ snapshot }) => Number(snapshot) === 0)
  return {
    building: living.filter((build) => build.of > 0).map(({ journey, done, of }) => ({ journey, done, of })),
    looking_back: builds
      .filter(({ snapshot, of }) => Number(snapshot) !== 0 && of > 0)
      .map(({ journey, snapshot, done, of }) => ({
        journey,
        as_of: new Date(Number(snapshot)).toISOString(),
        done,
        of,
      })),
    behind: Math.max(
      0,
      ...living
        .filter((build) => !build.journey.startsWith('subject:'))
        .map((build) => settled - build.applied_commit),
    ),
  }
}
