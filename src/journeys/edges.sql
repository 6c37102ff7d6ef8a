-- Directly-follows pairs with the time from start to start.
SELECT each.1 AS from, each.2 AS to, count() AS count,
  quantileExactInclusive(0.5)(each.3) AS median_seconds, quantileExactInclusive(0.9)(each.3) AS p90_seconds
FROM (
  SELECT arrayJoin(arrayMap(i -> (steps.touchpoint[i], steps.touchpoint[i + 1], (steps.started_at[i + 1] - steps.started_at[i]) / 1000),
    range(1, length(steps.touchpoint)))) AS each
  FROM throughline.runs FINAL
  WHERE {{scope}})
GROUP BY from, to
ORDER BY count DESC, from, to
