SELECT gaps.from AS from, gaps.to AS to, count() AS count, countIf(gaps.excess > 0) AS over,
  quantileExactInclusive(0.5)(gaps.seconds) / 86400 AS median_days, quantileExactInclusive(0.9)(gaps.seconds) / 86400 AS p90_days,
  sum(gaps.excess) / 86400 AS excess_days
FROM throughline.runs FINAL
ARRAY JOIN gaps
WHERE {{scope}}
GROUP BY from, to
ORDER BY excess_days DESC, count DESC
LIMIT 100
