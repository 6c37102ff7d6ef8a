-- What the company said (methods A.16), and what runs need besides: what was asked and given, by whom.
ALTER TABLE throughline.interactions
  ADD COLUMN IF NOT EXISTS statements Array(Tuple(about String, what LowCardinality(String), value String, changes UInt8)) AFTER attributes;

ALTER TABLE throughline.history
  ADD COLUMN IF NOT EXISTS information_given Array(LowCardinality(String)) AFTER attributes,
  ADD COLUMN IF NOT EXISTS information_asked Array(LowCardinality(String)) AFTER information_given,
  ADD COLUMN IF NOT EXISTS agent LowCardinality(String) AFTER information_asked,
  ADD COLUMN IF NOT EXISTS team LowCardinality(String) AFTER agent,
  ADD COLUMN IF NOT EXISTS statements Array(Tuple(about String, what LowCardinality(String), value String, changes UInt8)) AFTER team;

DROP VIEW IF EXISTS throughline.history_of_interactions;

CREATE MATERIALIZED VIEW IF NOT EXISTS throughline.history_of_interactions TO throughline.history AS
SELECT workspace, each.kind AS kind, each.key AS key, each.name AS name, interaction_id, commit_id, version, is_deleted,
  source, record_key, sequence, started_at, ended_at, channel, touchpoint, direction, begun_by, ball_after,
  identifier_id, subjects, is_news, news_received, news_needed_from_you, news_next_by, news_delivery, promises,
  score_question, score_value, attributes, information_given, information_asked, agent, team, statements
FROM throughline.interactions ARRAY JOIN keys AS each;

-- The table stays: it also holds the withdrawals that a merge of interactions has forgotten. Of two rows of one version the
-- one written last stands, so the rows that say more are written again.
INSERT INTO throughline.history
SELECT workspace, each.kind, each.key, each.name, interaction_id, commit_id, version, is_deleted,
  source, record_key, sequence, started_at, ended_at, channel, touchpoint, direction, begun_by, ball_after,
  identifier_id, subjects, is_news, news_received, news_needed_from_you, news_next_by, news_delivery, promises,
  score_question, score_value, attributes, information_given, information_asked, agent, team, statements
FROM throughline.interactions FINAL ARRAY JOIN keys AS each
WHERE notEmpty(information_given) OR notEmpty(information_asked) OR agent != '' OR team != '';
