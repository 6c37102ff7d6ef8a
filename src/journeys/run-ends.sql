-- How runs ended and how long that took (open ones: watched so far), with the last designed step; '' where the design had none of it.
SELECT outcome_kind AS kind, if(outcome_kind IN ('failure', 'abandoned'), arrayLast(s -> s != '', steps.step), '') AS last_step,
  if(outcome_kind != 'open' AND ended_at IS NULL, NULL, round(greatest(0, ifNull(ended_at, judged_until) - started_at) / 86400000, 2)) AS days, count() AS n
FROM throughline.runs FINAL
WHERE {{scope}}
GROUP BY kind, last_step, days
ORDER BY days, kind, last_step
