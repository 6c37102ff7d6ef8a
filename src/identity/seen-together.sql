-- Which identifiers interactions of some commits carry together, and since when.
SELECT identifiers, any(source) AS source, toString(min(started_at)) AS first_at
FROM throughline.interactions
WHERE {{workspace}} AND commit_id > {after:UInt64} AND commit_id <= {until:UInt64} AND length(identifiers) > 1 AND is_deleted = 0
GROUP BY identifiers
