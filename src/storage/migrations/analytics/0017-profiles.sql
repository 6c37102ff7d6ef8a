-- What each identifier is (trait '') and what was said last of whoever it belongs to. Follows the interactions and can be made again
-- from them; `searched` is the form in which it is looked for, '' where it is not.
CREATE TABLE IF NOT EXISTS throughline.profiles (
  workspace LowCardinality(String),
  identifier_id UInt64,
  trait LowCardinality(String),
  kind LowCardinality(String),
  value String,
  searched String,
  said_at Int64,
  -- The commit up to which it was learnt: whoever was matched before it is matched again.
  commit_id UInt64
) ENGINE = ReplacingMergeTree(said_at) ORDER BY (workspace, identifier_id, trait)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 1024, cleanup_delay_period = 2, max_cleanup_delay_period = 4, cleanup_delay_period_random_add = 0;
