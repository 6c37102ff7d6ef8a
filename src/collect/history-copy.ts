import type { Analytics } from '../storage/analytics.ts'

/** Rows written to a part at once: a million would be held whole. */
const rowsAtOnce = 200_000

/** Columns of a history that are those of the interaction, after which key it stands under and what a commit stamps on it. */
export const historyRest = `source, record_key, sequence, started_at, ended_at, channel, touchpoint, direction, begun_by, ball_after,
       identifier_id, subjects, is_news, news_received, news_needed_from_you, news_next_by, news_delivery, promises,
       score_question, score_value, attributes, information_given, information_asked, agent, team, statements`

/**
 * Writes the interactions of some commits into the history of each key they carry, in the versions in which they lie there;
 * what is there already is replaced by itself. From the beginning on only what stands is written: a key that an interaction has left
 * may still lie in a part whose withdrawal was merged away.
 */
export async function copyToHistories(
  analytics: Analytics,
  workspace: string,
  commits: { after: number; until: number },
): Promise<void> {
  await copyToMemberships(analytics, workspace, commits)
  await analytics.command(
    `INSERT INTO throughline.history
     SELECT workspace, each.kind, each.key, each.name, interaction_id, commit_id, version, is_deleted,
       ${historyRest}
     FROM throughline.interactions ${commits.after === 0 ? 'FINAL' : ''} ARRAY JOIN keys AS each
     WHERE {{workspace}} AND commit_id > {after:UInt64} AND commit_id <= {until:UInt64}
     SETTINGS min_insert_block_size_rows = ${rowsAtOnce}, min_insert_block_size_bytes = 100000000`,
    { workspace, params: commits },
    'rebuild',
    'throughline.history',
  )
}

/** Writes what the interactions of some commits say of groups to whoever they are of, in the same versions. */
function copyToMemberships(
  analytics: Analytics,
  workspace: string,
  commits: { after: number; until: number },
): Promise<void> {
  return analytics.command(
    `INSERT INTO throughline.memberships
     SELECT workspace, identifier_id, each.kind,
       reinterpretAsUInt64(reverse(substring(SHA1(concat('group\\0', each.kind, '\\0', each.key)), 1, 8))), interaction_id, commit_id, version,
       is_deleted, each.key, each.name, each.role, each.traits, source, started_at
     FROM throughline.interactions ARRAY JOIN groups AS each
     WHERE {{workspace}} AND commit_id > {after:UInt64} AND commit_id <= {until:UInt64} AND identifier_id != 0
     SETTINGS min_insert_block_size_rows = ${rowsAtOnce}, min_insert_block_size_bytes = 100000000`,
    { workspace, params: commits },
    'rebuild',
    'throughline.memberships',
  )
}
