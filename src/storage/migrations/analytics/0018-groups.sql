-- What an interaction says of the groups its customer belongs to: an account, a household.
ALTER TABLE throughline.interactions ADD COLUMN IF NOT EXISTS groups Array(Tuple(
  kind LowCardinality(String), key String, name String, role LowCardinality(String), traits Map(LowCardinality(String), String)));
-- The same by member: follows the interactions as the histories do, withdrawals included.
CREATE TABLE IF NOT EXISTS throughline.memberships (
  workspace LowCardinality(String),
  identifier_id UInt64,
  kind LowCardinality(String),
  group_id UInt64,
  interaction_id UUID,
  commit_id UInt64,
  version UInt64,
  is_deleted UInt8,
  key String,
  name String,
  role LowCardinality(String),
  traits Map(LowCardinality(String), String),
  source LowCardinality(String),
  started_at Int64
) ENGINE = ReplacingMergeTree(version, is_deleted) ORDER BY (workspace, identifier_id, kind, group_id, interaction_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 1024, cleanup_delay_period = 2, max_cleanup_delay_period = 4, cleanup_delay_period_random_add = 0;
-- Of which group of a kind an identifier's interactions are: what journeys of groups are made by. A row with `present` 0 tells
-- which group an identifier has left, and when: its runs are made anew too.
CREATE TABLE IF NOT EXISTS throughline.identifier_groups (
  workspace LowCardinality(String),
  kind LowCardinality(String),
  identifier_id UInt64,
  group_id UInt64,
  key String,
  present UInt8,
  commit_id UInt64,
  version UInt64
) ENGINE = ReplacingMergeTree(version) ORDER BY (workspace, kind, identifier_id, group_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, cleanup_delay_period = 2, max_cleanup_delay_period = 4, cleanup_delay_period_random_add = 0;
