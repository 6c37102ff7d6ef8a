SELECT run_id, subject, gaps.from[-1] AS from, gaps.from_at[-1] AS since, gaps.seconds[-1] / 86400 AS days, gaps.tolerance[-1] / 86400 AS tolerance_days
FROM throughline.runs FINAL
WHERE {{scope}} AND silence_unknown = 0 AND gaps.open[-1] = 1 AND gaps.excess[-1] > 0
ORDER BY days DESC, run_id
LIMIT 50
