SELECT promises.what AS what, promises.state AS state, count() AS n,
  quantileExactInclusiveIf(0.5)((promises.fulfilled_at - promises.due_last) / 86400000, promises.state = 'late') AS median_days_late
FROM throughline.runs FINAL
ARRAY JOIN promises
WHERE {{scope}}
GROUP BY what, state
ORDER BY what, state
