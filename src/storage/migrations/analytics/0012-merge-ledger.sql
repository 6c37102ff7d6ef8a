-- The identity follower learns all customers again (operational 0006).
TRUNCATE TABLE throughline.identifier_customers;
-- The least probable link between an identifier and its customer.
ALTER TABLE throughline.identifier_customers ADD COLUMN IF NOT EXISTS strength Float64 DEFAULT 1;
-- What withdrawn interactions said of who is who: a link must not outlive what showed it.
CREATE TABLE IF NOT EXISTS throughline.withdrawn_identifiers (
  workspace LowCardinality(String),
  commit_id UInt64,
  identifiers Array(Tuple(kind LowCardinality(String), value String))
) ENGINE = MergeTree ORDER BY (workspace, commit_id)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1;
-- What an interaction says of the customer: name, date of birth, address. Matching compares it.
ALTER TABLE throughline.interactions ADD COLUMN IF NOT EXISTS traits Map(LowCardinality(String), String);
