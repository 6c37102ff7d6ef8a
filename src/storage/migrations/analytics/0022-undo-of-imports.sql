-- Which imports said what a record holds: undoing one of them takes away only what no other says. Empty = written before this was noted.
ALTER TABLE throughline.records ADD COLUMN IF NOT EXISTS said_by Array(UInt64);
-- Records as they stood before an import changed or withdrew them: what undoing it brings back. `content`: its interactions as an export writes them.
CREATE TABLE IF NOT EXISTS throughline.overwritten (
  workspace LowCardinality(String),
  import_number UInt64,
  source LowCardinality(String),
  record_id UInt64,
  record_hash UInt64,
  said_by Array(UInt64),
  withdrawn UInt8,
  content String
) ENGINE = ReplacingMergeTree ORDER BY (workspace, import_number, source, record_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 1024, cleanup_delay_period = 2, max_cleanup_delay_period = 4, cleanup_delay_period_random_add = 0;
