SELECT kind, from, to, count() AS hand_offs, sumForEach(arrayMap(each -> each IS NOT NULL, failures)) AS observed,
  sumForEach(arrayMap(each -> ifNull(each, 0), failures)) AS failed, countIf(arrayExists(each -> each IS NOT NULL, failures)) AS hand_offs_observed,
  countIf(arrayExists(each -> ifNull(each, 0) = 1, failures)) AS hand_offs_failed,
  uniqExact(run_id) AS runs, uniqExactIf(run_id, arrayExists(each -> ifNull(each, 0) = 1, failures)) AS failed_runs
FROM (
  SELECT run_id, hand_offs.kind AS kind, hand_offs.from AS from, hand_offs.to AS to,
    [hand_offs.identity, hand_offs.context, hand_offs.asked_again, hand_offs.waited] AS failures
  FROM throughline.runs FINAL ARRAY JOIN hand_offs WHERE {{scope}})
GROUP BY kind, from, to
ORDER BY hand_offs_failed DESC, hand_offs DESC, kind, from, to
