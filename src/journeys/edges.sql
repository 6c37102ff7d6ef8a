-- Directly-follows pairs with the time from the end of the one to the start of the other.
SELECT from, to, count() AS count,
  quantileExactInclusive(0.5)(seconds) AS median_seconds, quantileExactInclusive(0.9)(seconds) AS p90_seconds
FROM (
  SELECT arrayPopBack(steps.touchpoint) AS sources, arrayPopFront(steps.touchpoint) AS targets,
    arrayPopFront(steps.waiting) AS lasted
  FROM throughline.runs FINAL
  WHERE {{scope}})
ARRAY JOIN sources AS from, targets AS to, lasted AS seconds
GROUP BY from, to
ORDER BY count DESC, from, to
