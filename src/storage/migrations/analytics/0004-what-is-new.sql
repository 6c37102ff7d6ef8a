-- Followers ask for what is new, several times a second: parts of the tables that hold nothing new are passed over.
ALTER TABLE throughline.interactions ADD INDEX IF NOT EXISTS commits commit_id TYPE minmax GRANULARITY 1;

ALTER TABLE throughline.history ADD INDEX IF NOT EXISTS commits commit_id TYPE minmax GRANULARITY 1;

ALTER TABLE throughline.runs ADD INDEX IF NOT EXISTS changes next_change_at TYPE minmax GRANULARITY 1;
