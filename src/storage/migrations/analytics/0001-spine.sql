-- One row per interaction. A later version of the same id replaces it; is_deleted = 1 withdraws it.
-- Times are epoch milliseconds UTC; the documented views show them as DateTime64.
CREATE TABLE IF NOT EXISTS throughline.interactions (
  workspace LowCardinality(String),
  interaction_id UUID,
  commit_id UInt64,
  version UInt64,
  is_deleted UInt8,
  source LowCardinality(String),
  record_key String,
  sequence UInt64,
  started_at Int64,
  ended_at Nullable(Int64),
  received_at Int64,
  channel LowCardinality(String),
  touchpoint LowCardinality(String),
  direction LowCardinality(String),
  begun_by LowCardinality(String),
  ball_after LowCardinality(String),
  identifiers Array(Tuple(kind LowCardinality(String), value String)),
  identifier_id UInt64,
  subjects Array(Tuple(type LowCardinality(String), id String)),
  keys Array(Tuple(kind LowCardinality(String), key UInt64, name String)),
  information_given Array(LowCardinality(String)),
  information_asked Array(LowCardinality(String)),
  is_news UInt8,
  news_received Nullable(String),
  news_needed_from_you Nullable(String),
  news_next_by Nullable(Int64),
  news_delivery LowCardinality(String),
  promises Array(Tuple(what String, act LowCardinality(String), due Nullable(Int64), at Nullable(Int64), fulfilled_by Array(String), replaced_by Array(String), voided_by Array(String))),
  score_question LowCardinality(String),
  score_value Nullable(Float64),
  score_min Nullable(Float64),
  score_max Nullable(Float64),
  score_direction LowCardinality(String),
  agent LowCardinality(String),
  team LowCardinality(String),
  cost Nullable(Float64),
  text String,
  attributes Map(LowCardinality(String), String)
) ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (workspace, interaction_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- The same interactions by each key they carry (subject or strongest identifier): what runs are built from.
CREATE TABLE IF NOT EXISTS throughline.history (
  workspace LowCardinality(String),
  kind LowCardinality(String),
  key UInt64,
  name String,
  interaction_id UUID,
  commit_id UInt64,
  version UInt64,
  is_deleted UInt8,
  source LowCardinality(String),
  record_key String,
  sequence UInt64,
  started_at Int64,
  ended_at Nullable(Int64),
  channel LowCardinality(String),
  touchpoint LowCardinality(String),
  direction LowCardinality(String),
  begun_by LowCardinality(String),
  ball_after LowCardinality(String),
  identifier_id UInt64,
  subjects Array(Tuple(type LowCardinality(String), id String)),
  is_news UInt8,
  news_received Nullable(String),
  news_needed_from_you Nullable(String),
  news_next_by Nullable(Int64),
  news_delivery LowCardinality(String),
  promises Array(Tuple(what String, act LowCardinality(String), due Nullable(Int64), at Nullable(Int64), fulfilled_by Array(String), replaced_by Array(String), voided_by Array(String))),
  score_question LowCardinality(String),
  score_value Nullable(Float64),
  attributes Map(LowCardinality(String), String)
) ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (workspace, kind, key, interaction_id)
SETTINGS index_granularity = 256, fsync_after_insert = 1, fsync_part_directory = 1;

CREATE MATERIALIZED VIEW IF NOT EXISTS throughline.history_of_interactions TO throughline.history AS
SELECT workspace, each.kind AS kind, each.key AS key, each.name AS name, interaction_id, commit_id, version, is_deleted,
  source, record_key, sequence, started_at, ended_at, channel, touchpoint, direction, begun_by, ball_after,
  identifier_id, subjects, is_news, news_received, news_needed_from_you, news_next_by, news_delivery, promises,
  score_question, score_value, attributes
FROM throughline.interactions ARRAY JOIN keys AS each;

-- What each record of a source became, so that a later export adds, replaces and withdraws exactly.
CREATE TABLE IF NOT EXISTS throughline.records (
  workspace LowCardinality(String),
  source LowCardinality(String),
  record_id UInt64,
  record_hash UInt64,
  interaction_ids Array(UUID),
  import_number UInt64,
  version UInt64,
  is_deleted UInt8
) ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (workspace, source, record_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- The view over the merge ledger: only identifiers that share a customer with others stand here.
CREATE TABLE IF NOT EXISTS throughline.identifier_customers (
  workspace LowCardinality(String),
  identifier_id UInt64,
  customer_id UInt64,
  commit_id UInt64,
  version UInt64
) ENGINE = ReplacingMergeTree(version)
ORDER BY (workspace, identifier_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;

-- One row per run, its steps, gaps and promises as arrays: replacing a run is one atomic row.
-- snapshot 0 is the living state; other snapshots are states as of a moment (epoch milliseconds).
CREATE TABLE IF NOT EXISTS throughline.runs (
  workspace LowCardinality(String),
  journey LowCardinality(String),
  snapshot Int64,
  key UInt64,
  ordinal UInt32,
  version UInt64,
  is_deleted UInt8,
  run_id String,
  storyboard_version UInt32,
  subject_type LowCardinality(String),
  subject String,
  identifier_id UInt64,
  started_at Int64,
  ended_at Nullable(Int64),
  last_at Int64,
  judged_until Int64,
  outcome LowCardinality(String),
  outcome_kind LowCardinality(String),
  variant UInt64,
  steps Nested(
    interaction_id UUID, touchpoint LowCardinality(String), step LowCardinality(String), channel LowCardinality(String),
    started_at Int64, ended_at Nullable(Int64), waiting Float64, waited_for LowCardinality(String), is_news UInt8),
  designed_minimum Nullable(UInt32),
  contacts UInt32,
  channels Array(LowCardinality(String)),
  switches UInt32,
  gaps Nested(
    from LowCardinality(String), to LowCardinality(String), from_at Int64, to_at Int64, seconds Float64,
    tolerance Float64, excess Float64, open UInt8),
  silence_unknown UInt8,
  promises Nested(
    what LowCardinality(String), source LowCardinality(String), made_in LowCardinality(String), made_at Nullable(Int64),
    due Nullable(Int64), due_last Nullable(Int64), state LowCardinality(String), fulfilled_at Nullable(Int64), fulfilled_in LowCardinality(String)),
  scores Nested(question LowCardinality(String), value Float64, at Int64, touchpoint LowCardinality(String)),
  deviations Nested(kind LowCardinality(String), step LowCardinality(String), after LowCardinality(String), words String),
  conformance Nullable(Float64),
  fitness Nullable(Float64),
  attributes Map(LowCardinality(String), String),
  next_change_at Nullable(Int64),
  waits UInt8
) ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (workspace, journey, snapshot, key, ordinal);
