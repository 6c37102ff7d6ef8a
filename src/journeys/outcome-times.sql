-- Seconds (to a minute) until the named outcome (1), another (2), or watched without one (0).
SELECT round(greatest(0, ifNull(ended_at, judged_until) - started_at) / 60000) * 60 AS lasted,
  multiIf(outcome_kind = 'open', 0, outcome = {outcome:String}, 1, 2) AS cause, count() AS n
FROM throughline.runs FINAL
WHERE {{scope}} AND NOT (outcome_kind != 'open' AND ended_at IS NULL)
GROUP BY lasted, cause
ORDER BY lasted
