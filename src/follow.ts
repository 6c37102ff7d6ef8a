import type { Logger } from 'pino'
import type { Tables } from './app.ts'
import { followIdentity } from './identity/index.ts'
import { startLoop } from './jobs/loop.ts'
import { followJourneys } from './journeys/index.ts'
import type { Analytics } from './storage/analytics.ts'
import type { Db } from './storage/operational.ts'

interface Followed {
  db: Db<Tables>
  analytics: Analytics
  log: Logger
}

export interface Follower {
  /** Brings customers, then runs, of a workspace up to date; `import_id` reports itself while it waits. */
  follow(workspace: string): Promise<void>
  stored(): void
  start(): void
  stop(): Promise<void>
}

/** Customers before runs: the order of the loop. A round costs two small queries while nothing happens. */
export function createFollower(followed: Followed): Follower {
  const follow = async (workspace: string) => {
    await followIdentity(followed, workspace)
    await followJourneys(followed, workspace)
  }
  let loop: ReturnType<typeof startLoop> | null = null
  return {
    follow,
    stored: () => loop?.wake(),
    start: () => {
      loop = startLoop(
        300,
        async () => {
          for (const workspace of await quietWorkspaces(followed.db)) await follow(workspace)
        },
        (error) => followed.log.error(error),
      )
    },
    stop: async () => loop?.stop(),
  }
}

/** While an import writes, its workspace waits: the import builds the runs itself when it has read everything. */
async function quietWorkspaces(db: Db<Tables>): Promise<string[]> {
  const rows = await db
    .selectFrom('workspaces')
    .select('workspace')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('imports')
            .select('import_id')
            .whereRef('imports.workspace', '=', 'workspaces.workspace')
            .where('imports.state', 'in', ['reading', 'building']),
        ),
      ),
    )
    .execute()
  return rows.map((row) => row.workspace)
}
