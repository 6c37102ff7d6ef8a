SELECT each AS value, count() AS runs, countIf(outcome_kind = 'success') AS success,
  quantileExactInclusive(0.5)(if(outcome_kind = 'success' AND ended_at IS NOT NULL, (ended_at - started_at) / 86400000, NULL)) AS median_days,
  sum(arrayCount(s -> s = 'kept', promises.state)) / sum(arrayCount(s -> s IN ('kept', 'late', 'renegotiated', 'broken'), promises.state)) AS kept_rate,
  countIf(silence_unknown = 0 AND arrayExists(e -> e > 0, gaps.excess)) / countIf(silence_unknown = 0) AS silent_share,
  sum(arraySum(scores.value)) / sum(length(scores.value)) AS score_mean
FROM throughline.runs FINAL
ARRAY JOIN multiIf(
  {by:String} = 'outcome', [outcome],
  {by:String} = 'channel', CAST(channels, 'Array(String)'),
  startsWith({by:String}, 'promise:'), arrayFilter((s, w) -> w = substring({by:String}, 9), CAST(promises.state, 'Array(String)'), promises.what),
  [attributes[substring({by:String}, 11)]]) AS each
WHERE {{scope}}
GROUP BY value
ORDER BY runs DESC, value
LIMIT 60
