-- Runs lie in order of their start (decision 0018): those that live sources change lie at the end, and only there need
-- versions be told apart when runs are read. They are built again from their histories.
DROP TABLE IF EXISTS throughline.runs;

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
ORDER BY (workspace, journey, snapshot, started_at, key, ordinal);
