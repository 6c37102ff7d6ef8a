-- Counts of touchpoints, first and last touchpoints.
SELECT kind, touchpoint, count() AS count FROM (
  SELECT arrayJoin(arrayConcat(
    arrayMap(t -> ('all', t), steps.touchpoint),
    [('start', steps.touchpoint[1]), ('end', steps.touchpoint[-1])])) AS each, each.1 AS kind, each.2 AS touchpoint
  FROM throughline.runs FINAL
  WHERE {{scope}})
GROUP BY kind, touchpoint
ORDER BY count DESC, touchpoint
