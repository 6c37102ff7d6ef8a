SELECT any(steps.touchpoint) AS touchpoints, count() AS count,
  quantileExactInclusive(0.5)(if(ended_at IS NULL, NULL, (ended_at - started_at) / 86400000)) AS median_days,
  countIf(outcome_kind = 'success') / count() AS success_share, avg(conformance) AS conformance,
  (SELECT uniqExact(variant) FROM throughline.runs FINAL WHERE {{scope}}) AS variants_total
FROM throughline.runs FINAL
WHERE {{scope}}
GROUP BY variant
ORDER BY count DESC, touchpoints
LIMIT {limit:UInt32}
