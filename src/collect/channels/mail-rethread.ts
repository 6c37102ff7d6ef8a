import { commitUnder, type Store, writeBatch } from '../commit.ts'
import type { Moved } from './mail-links.ts'

/**
 * Moves earlier interactions into another thread, as a record that is imported anew with another subject: withdrawn from the
 * old history and written again in one commit. One that was erased meanwhile stays away.
 */
export async function rethread(store: Store, workspace: string, moved: readonly Moved[]): Promise<void> {
  if (moved.length === 0) return
  const ids = moved.map(({ interaction_id }) => interaction_id)
  await commitUnder(store, workspace, async (commit_id) => {
    await writeBatch(store, workspace, commit_id, { interactions: [], withdrawn: ids })
    await store.analytics.command(
      `INSERT INTO throughline.interactions
       WITH indexOf({ids:Array(UUID)}, interaction_id) AS place, {froms:Array(String)}[place] AS before, {tos:Array(String)}[place] AS now
       SELECT * REPLACE(version + 1 AS version, 0 AS is_deleted,
         arrayMap(each -> (each.1, if(each.2 = before, now, each.2)), subjects) AS subjects,
         arrayMap(each -> if(each.1 != 'identifier' AND each.3 = before,
           (each.1, reinterpretAsUInt64(reverse(substring(SHA1(concat('subject\\0', each.1, '\\0', now)), 1, 8))), now),
           (each.1, each.2, each.3)), keys) AS keys)
       FROM (SELECT * FROM throughline.interactions
         WHERE {{workspace}} AND commit_id = {commit:UInt64} AND is_deleted = 1 AND interaction_id IN ({ids:Array(UUID)}))`,
      {
        workspace,
        params: {
          ids,
          froms: moved.map(({ from }) => from),
          tos: moved.map(({ to }) => to),
          commit: commit_id,
        },
      },
      'write',
      'throughline.interactions',
    )
  })
}
