import { commitUnder, type Store } from '../commit.ts'
import { historyRest } from '../history-copy.ts'
import { versionOf } from '../interaction-row.ts'
import type { Moved } from './mail-links.ts'

/**
 * Moves earlier interactions into another thread. The interaction is replaced in one write, then taken from the history of the
 * thread it was in: cut off between the two it is in both until the mail that moved it is handed in again, and never in none.
 */
export async function rethread(store: Store, workspace: string, moved: readonly Moved[]): Promise<void> {
  if (moved.length === 0) return
  const ids = moved.map(({ interaction_id }) => interaction_id)
  const froms = moved.map(({ from }) => from)
  const tos = moved.map(({ to }) => to)
  await commitUnder(store, workspace, async (commit) => {
    const params = { ids, froms, tos, commit }
    await store.analytics.command(
      replaced,
      { workspace, params: { ...params, version: versionOf(commit, false) } },
      'write',
      'throughline.interactions',
    )
    await store.analytics.command(
      takenOut,
      { workspace, params: { ...params, version: versionOf(commit, true) } },
      'write',
      'throughline.history',
    )
  })
}

const keyOf = (kind: string, id: string) =>
  `reinterpretAsUInt64(reverse(substring(SHA1(concat('subject\\0', ${kind}, '\\0', ${id})), 1, 8)))`
const place = 'indexOf({ids:Array(UUID)}, interaction_id)'
const before = `{froms:Array(String)}[${place}]`
const after = `{tos:Array(String)}[${place}]`

/** The rows are read inside: what replaces a column would be taken for it in the condition, too. */
const replaced = `INSERT INTO throughline.interactions
  SELECT * REPLACE({commit:UInt64} AS commit_id, {version:UInt64} AS version,
    arrayMap(each -> (each.1, if(each.2 = ${before}, ${after}, each.2)), subjects) AS subjects,
    arrayMap(each -> if(each.1 != 'identifier' AND each.3 = ${before},
      (each.1, ${keyOf('each.1', after)}, ${after}), (each.1, each.2, each.3)), keys) AS keys)
  FROM (SELECT * FROM throughline.interactions FINAL WHERE {{workspace}} AND interaction_id IN ({ids:Array(UUID)}))`

/** Of the thread before, whether its history holds them already or is still to be filled with them. */
const takenOut = `INSERT INTO throughline.history
  SELECT workspace, each.1, ${keyOf('each.1', before)}, ${before}, interaction_id, {commit:UInt64}, {version:UInt64}, 1,
    ${historyRest}
  FROM throughline.interactions FINAL ARRAY JOIN keys AS each
  WHERE {{workspace}} AND interaction_id IN ({ids:Array(UUID)}) AND each.1 != 'identifier' AND each.3 = ${after}`
