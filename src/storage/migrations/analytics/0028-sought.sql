-- What customers are looked for by, in the order of what is looked for: rows that are found together lie together. Follows `profiles`
-- and can be made again from them; a name somebody had before still leads to them. Of texts of any length the first letters are kept.
CREATE TABLE IF NOT EXISTS throughline.sought (
  workspace LowCardinality(String),
  searched String,
  identifier_id UInt64,
  trait LowCardinality(String),
  kind LowCardinality(String),
  value String,
  said_at Int64,
  -- Pairs, because the shortest word that is looked for inside of others has two letters.
  INDEX pairs searched TYPE text(tokenizer = ngrams(2))
) ENGINE = ReplacingMergeTree(said_at) ORDER BY (workspace, searched, identifier_id, trait)
SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, index_granularity = 1024, min_compress_block_size = 8192, max_compress_block_size = 32768, cleanup_delay_period = 2, max_cleanup_delay_period = 4, cleanup_delay_period_random_add = 0;
INSERT INTO throughline.sought (workspace, searched, identifier_id, trait, kind, value, said_at)
SELECT workspace,
  substringUTF8(if(kind = 'phone' OR trait = 'phone', replaceRegexpAll(value, '[^0-9]', ''),
    replaceRegexpAll(lowerUTF8(normalizeUTF8NFKD(value)), '\\p{Mn}+', '')), 1, 200) AS folded,
  identifier_id, trait, kind, value, said_at
FROM throughline.profiles
WHERE kind != 'anonymous_id' AND trait IN ('', 'name', 'email', 'phone', 'company') AND folded != '';
ALTER TABLE throughline.profiles DROP COLUMN IF EXISTS searched;
-- What is known of a customer lies in few of the parts: without an index each is read at a place for each of their identifiers. Of a
-- place so much is unpacked as is compressed together: 8 instead of 64 KB is half the time for three hundredths more on the disk.
ALTER TABLE throughline.profiles ADD INDEX IF NOT EXISTS ids identifier_id TYPE bloom_filter(0.01) GRANULARITY 1;
ALTER TABLE throughline.profiles MODIFY SETTING min_compress_block_size = 8192, max_compress_block_size = 32768;
OPTIMIZE TABLE throughline.profiles FINAL
