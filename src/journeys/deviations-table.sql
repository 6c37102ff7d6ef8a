SELECT deviations.kind AS kind, deviations.step AS step, deviations.after AS after, min(deviations.words) AS words,
  countIf(nth = 1) AS runs
FROM throughline.runs FINAL
ARRAY JOIN deviations, arrayEnumerateUniq(deviations.kind, deviations.step, deviations.after) AS nth
WHERE {{scope}}
GROUP BY kind, step, after
ORDER BY runs DESC, kind, step, after
LIMIT 500
