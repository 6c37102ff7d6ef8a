SELECT countIf(silence_unknown = 0) AS runs_observed, countIf(silence_unknown = 1) AS runs_unknown,
  countIf(arrayExists(e -> e > 0, gaps.excess)) AS runs_silent,
  quantileExactInclusiveIf(0.5)(longest, silence_unknown = 0) / 86400 AS median_longest_days,
  quantileExactInclusiveIf(0.9)(longest, silence_unknown = 0) / 86400 AS p90_longest_days,
  sum(arraySum(gaps.excess)) / 86400 AS excess_days,
  countIf(arrayExists((e, o) -> e > 0 AND o = 1, gaps.excess, gaps.open)) AS silent_now
FROM (SELECT *, arrayMax(gaps.seconds) AS longest FROM throughline.runs FINAL WHERE {{scope}})
