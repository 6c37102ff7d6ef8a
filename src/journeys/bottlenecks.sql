-- Where waiting adds up: directly-follows pairs by the sum of the time waited between them.
SELECT from, to, count() AS count, sum(seconds) / 86400 AS days, quantileExactInclusive(0.5)(seconds) / 86400 AS median_days,
  quantileExactInclusive(0.9)(seconds) / 86400 AS p90_days, topK(1)(waited)[1] AS waited_for, sum(days) OVER () AS all_days
FROM (
  SELECT arrayPopBack(steps.touchpoint) AS sources, arrayPopFront(steps.touchpoint) AS targets,
    arrayPopFront(steps.waiting) AS waits, arrayPopFront(steps.waited_for) AS holders
  FROM throughline.runs FINAL
  WHERE {{scope}})
ARRAY JOIN sources AS from, targets AS to, waits AS seconds, holders AS waited
GROUP BY from, to
ORDER BY days DESC, from, to
LIMIT 20
