SELECT deviations.kind AS kind, deviations.step AS step, deviations.after AS after, any(deviations.words) AS words,
  uniqExact(key, ordinal) AS runs, (SELECT count() FROM throughline.runs FINAL WHERE {{scope}}) AS of
FROM throughline.runs FINAL
ARRAY JOIN deviations
WHERE {{scope}}
GROUP BY kind, step, after
ORDER BY runs DESC, kind, step, after
LIMIT 500
