-- Directly-follows pairs with the time from start to start.
SELECT from, to, count() AS count,
  quantileExactInclusive(0.5)(seconds) AS median_seconds, quantileExactInclusive(0.9)(seconds) AS p90_seconds
FROM (
  SELECT arrayPopBack(steps.touchpoint) AS sources, arrayPopFront(steps.touchpoint) AS targets,
    arrayMap((began, next) -> (next - began) / 1000, arrayPopBack(steps.started_at), arrayPopFront(steps.started_at)) AS lasted
  FROM throughline.runs FINAL
  WHERE {{scope}})
ARRAY JOIN sources AS from, targets AS to, lasted AS seconds
GROUP BY from, to
ORDER BY count DESC, from, to
