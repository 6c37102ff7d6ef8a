-- Every sixteenth key of the runs, kept beside them by the engine itself and in the same order (decision 0044): two million runs take
-- six seconds to go through, a sixteenth of them does not. The upper bits of a key, because the lower ones deal it out to shards.
CREATE TABLE IF NOT EXISTS throughline.sampled_runs AS throughline.runs
ENGINE = ReplacingMergeTree(version, is_deleted)
ORDER BY (workspace, journey, snapshot, started_at, key, ordinal)
SETTINGS min_parts_to_merge_at_once = 12, min_bytes_for_wide_part = 100000000, merge_selector_base = 12,
  cleanup_delay_period = 2, max_cleanup_delay_period = 4, cleanup_delay_period_random_add = 0;
CREATE MATERIALIZED VIEW IF NOT EXISTS throughline.sampling_runs TO throughline.sampled_runs AS
SELECT * FROM throughline.runs WHERE bitShiftRight(key, 60) = 0;
INSERT INTO throughline.sampled_runs SELECT * FROM throughline.runs WHERE bitShiftRight(key, 60) = 0
