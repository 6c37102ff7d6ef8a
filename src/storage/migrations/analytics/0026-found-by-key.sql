-- A customer's runs, and what an interaction said, are found by their ids, which lie anywhere in these tables: without an index every
-- part is read at a place for each of them (70 and 80 ms of a view at four million interactions).
ALTER TABLE throughline.runs ADD INDEX IF NOT EXISTS keys key TYPE bloom_filter(0.01) GRANULARITY 1;
ALTER TABLE throughline.runs MATERIALIZE INDEX keys;
ALTER TABLE throughline.interactions ADD INDEX IF NOT EXISTS ids interaction_id TYPE bloom_filter(0.01) GRANULARITY 1;
ALTER TABLE throughline.interactions MATERIALIZE INDEX ids;
ALTER TABLE throughline.history ADD INDEX IF NOT EXISTS keys key TYPE bloom_filter(0.01) GRANULARITY 32;
ALTER TABLE throughline.history MATERIALIZE INDEX keys
