-- Which runs stand on a page of a list: of what they are sorted by alone, since all of them, or a stretch of them, are gone through.
SELECT run_id, started_at
FROM throughline.runs FINAL
WHERE {{scope}}
ORDER BY {{order}} NULLS LAST, key, ordinal
LIMIT {limit:UInt32} OFFSET {offset:UInt32}
