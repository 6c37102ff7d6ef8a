-- What an erasure under way is about; empty when none is. A mutation reads it instead of carrying ids in its text.
CREATE TABLE IF NOT EXISTS throughline.erasing (
  workspace LowCardinality(String),
  erasure_id UInt64,
  interaction_id UUID,
  source LowCardinality(String),
  record_id UInt64,
  -- 1: it carries an identifier of the customer; 0: only what it is about tells whose it is.
  named UInt8
) ENGINE = MergeTree ORDER BY (workspace, erasure_id, interaction_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;
-- Keys of runs that such an interaction stands in, and the rows of them that stay.
CREATE TABLE IF NOT EXISTS throughline.erasing_runs (
  workspace LowCardinality(String),
  erasure_id UInt64,
  stays UInt8,
  journey LowCardinality(String),
  key UInt64,
  ordinal UInt32,
  started_at Int64,
  version UInt64
) ENGINE = MergeTree ORDER BY (workspace, erasure_id, stays, key)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;
