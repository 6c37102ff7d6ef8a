import type { Bus } from '../events.ts'
import { type Budget, burnWindow, type Spent, spentOf } from './budget.ts'
import type { JourneyStore } from './build.ts'
import { listDesigned } from './journey.ts'
import { openView } from './view.ts'

/**
 * Publishes `objective_burning` for every objective of a workspace that has begun to burn. What is known only of long ago burns no
 * more, and is not read: of ten million interactions that takes minutes.
 */
export async function noticeBurning(
  store: JourneyStore,
  bus: Bus,
  workspace: string,
  now: number,
): Promise<void> {
  for (const { journey, storyboard } of await listDesigned(store.db, workspace)) {
    if (storyboard.objectives.length === 0) continue
    const view = await openView(store, workspace, journey, {})
    const as_of = new Date(view.as_of).toISOString()
    const recent: Spent[] = []
    for (const objective of view.storyboard.objectives)
      if (now - view.as_of <= burnWindow(objective)) recent.push(await spentOf(store, view, objective))
    await noteBudgets(store.db, bus, { workspace, journey, as_of }, recent)
  }
}

/** One event per episode: it begins when an objective burns and ends when it no longer does. */
export async function noteBudgets(
  db: JourneyStore['db'],
  bus: Bus,
  place: { workspace: string; journey: string; as_of: string },
  budgets: Pick<Budget, 'objective' | 'burning' | 'left' | 'long' | 'short'>[],
): Promise<void> {
  const { workspace, journey, as_of } = place
  for (const { objective, burning, left, long, short } of budgets) {
    if (!burning) {
      await db
        .updateTable('objective_episodes')
        .set({ ended_at: new Date(as_of) })
        .where('workspace', '=', workspace)
        .where('journey', '=', journey)
        .where('objective', '=', objective)
        .where('ended_at', 'is', null)
        .execute()
      continue
    }
    const episode = await db
      .insertInto('objective_episodes')
      .values({ workspace, journey, objective, began_at: new Date(as_of) })
      .onConflict((conflict) => conflict.doNothing())
      .returning('episode_id')
      .executeTakeFirst()
    if (episode === undefined) continue
    await bus
      .publish('objective_burning', {
        ...place,
        objective,
        left,
        burn_rate_long: long.burn_rate ?? 0,
        burn_rate_short: short.burn_rate ?? 0,
      })
      .catch(async (error: unknown) => {
        // Not told: the next look begins the episode again.
        await db.deleteFrom('objective_episodes').where('episode_id', '=', episode.episode_id).execute()
        throw error
      })
  }
}
