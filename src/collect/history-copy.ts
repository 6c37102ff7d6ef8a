import type { Analytics } from '../storage/analytics.ts'

/** Rows written to a part at once: a million would be held whole. */
const rowsAtOnce = 200_000

/**
 * Writes the interactions of some commits into the history of each key they carry, in the versions in which they lie there;
 * what is there already is replaced by itself.
 */
export function copyToHistories(
  analytics: Analytics,
  workspace: string,
  commits: { after: number; until: number },
): Promise<void> {
  return analytics.command(
    `INSERT INTO throughline.history
     SELECT workspace, each.kind, each.key, each.name, interaction_id, commit_id, version, is_deleted,
       source, record_key, sequence, started_at, ended_at, channel, touchpoint, direction, begun_by, ball_after,
       identifier_id, subjects, is_news, news_received, news_needed_from_you, news_next_by, news_delivery, promises,
       score_question, score_value, attributes, information_given, information_asked, agent, team, statements
     FROM throughline.interactions ARRAY JOIN keys AS each
     WHERE {{workspace}} AND commit_id > {after:UInt64} AND commit_id <= {until:UInt64}
     SETTINGS min_insert_block_size_rows = ${rowsAtOnce}, min_insert_block_size_bytes = 100000000`,
    { workspace, params: commits },
    'rebuild',
    'throughline.history',
  )
}
