-- Days from start to outcome; a run whose outcome has no observed time counts as a run, not as a duration.
SELECT outcome, any(outcome_kind) AS kind, count() AS runs,
  countIf(ended_at IS NOT NULL) AS n,
  quantileExactInclusive(0.5)(days) AS median, avg(days) AS mean, quantileExactInclusive(0.9)(days) AS p90
FROM (
  SELECT outcome, outcome_kind, ended_at, if(ended_at IS NULL, NULL, (ended_at - started_at) / 86400000) AS days
  FROM throughline.runs FINAL WHERE {{scope}})
GROUP BY outcome
ORDER BY runs DESC, outcome
