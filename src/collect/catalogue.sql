-- What each written touchpoint was seen as: by channel and source, when, how often, and in how many weeks before the last of all.
-- What claims to be of a later day than it came in is not the last.
SELECT touchpoint, channel, source, count() AS n, min(started_at) AS first, max(started_at) AS last,
  sumMap([toInt64(intDiv(until - started_at, 604800000))], [toUInt64(1)]) AS weeks
FROM (
  SELECT touchpoint, channel, source, started_at,
    (SELECT max(started_at) FROM throughline.interactions WHERE {{workspace}} AND is_deleted = 0 AND started_at < received_at + 86400000) AS until
  FROM throughline.interactions FINAL
  WHERE {{workspace}} AND NOT (touchpoint = 'Identified' AND channel = '' AND empty(keys)))
GROUP BY touchpoint, channel, source
