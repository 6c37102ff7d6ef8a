-- Followers ask for what is new, several times a second: parts of the tables that hold nothing new are passed over.
ALTER TABLE throughline.interactions ADD INDEX IF NOT EXISTS commits commit_id TYPE minmax GRANULARITY 1;

ALTER TABLE throughline.history ADD INDEX IF NOT EXISTS commits commit_id TYPE minmax GRANULARITY 1;

ALTER TABLE throughline.runs ADD INDEX IF NOT EXISTS changes next_change_at TYPE minmax GRANULARITY 1;

-- Small inserts are merged a dozen at a time: by the engine's default most are merged once more and again, which costs as much as
-- writing them (measured: 190 ms of processor time for an insert of 750 rows with all that follows, 120 so).
ALTER TABLE throughline.interactions MODIFY SETTING min_parts_to_merge_at_once = 12;

ALTER TABLE throughline.history MODIFY SETTING min_parts_to_merge_at_once = 12;

ALTER TABLE throughline.records MODIFY SETTING min_parts_to_merge_at_once = 12;

ALTER TABLE throughline.runs MODIFY SETTING min_parts_to_merge_at_once = 12;
