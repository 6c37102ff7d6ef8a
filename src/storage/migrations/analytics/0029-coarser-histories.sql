-- A place to look up for every 1,024 rows of the histories, not for every 256 (decision 0046): writing a part anew, which is what
-- merging and erasing are, takes 2.9 s for 2.8 million rows instead of 6.9, reading the histories of some hundred keys 15 % longer.
-- It cannot be changed in a table that is there: histories are filled again from the interactions as they stand. Columns are written
-- out, so that a migration that was cut off between its statements can begin again.
DROP TABLE IF EXISTS throughline.history;
CREATE TABLE IF NOT EXISTS throughline.history
(
  `workspace` LowCardinality(String),
  `kind` LowCardinality(String),
  `key` UInt64,
  `name` String,
  `interaction_id` UUID,
  `commit_id` UInt64,
  `version` UInt64,
  `is_deleted` UInt8,
  `source` LowCardinality(String),
  `record_key` String,
  `sequence` UInt64,
  `started_at` Int64,
  `ended_at` Nullable(Int64),
  `channel` LowCardinality(String),
  `touchpoint` LowCardinality(String),
  `direction` LowCardinality(String),
  `begun_by` LowCardinality(String),
  `ball_after` LowCardinality(String),
  `identifier_id` UInt64,
  `subjects` Array(Tuple(
    type LowCardinality(String),
    id String)),
  `is_news` UInt8,
  `news_received` Nullable(String),
  `news_needed_from_you` Nullable(String),
  `news_next_by` Nullable(Int64),
  `news_delivery` LowCardinality(String),
  `promises` Array(Tuple(
    what String,
    act LowCardinality(String),
    due Nullable(Int64),
    at Nullable(Int64),
    fulfilled_by Array(String),
    replaced_by Array(String),
    voided_by Array(String))),
  `score_question` LowCardinality(String),
  `score_value` Nullable(Float64),
  `attributes` Map(LowCardinality(String), String),
  `information_given` Array(LowCardinality(String)),
  `information_asked` Array(LowCardinality(String)),
  `agent` LowCardinality(String),
  `team` LowCardinality(String),
  `statements` Array(Tuple(
    about String,
    what LowCardinality(String),
    value String,
    changes UInt8)),
  INDEX commits commit_id TYPE minmax GRANULARITY 1,
  INDEX keys key TYPE bloom_filter(0.01) GRANULARITY 32
)
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (workspace, kind, key, interaction_id)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, fsync_part_directory = 1, min_parts_to_merge_at_once = 12,
  min_bytes_for_wide_part = 100000000, merge_selector_base = 12,
  cleanup_delay_period = 2, max_cleanup_delay_period = 4, cleanup_delay_period_random_add = 0;
