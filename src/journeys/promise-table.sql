-- The promises under a name of their own: a filter asks for those of the whole run.
SELECT each.what AS what, each.state AS state, count() AS n,
  quantileExactInclusiveIf(0.5)((each.fulfilled_at - each.due_last) / 86400000, each.state = 'late') AS median_days_late
FROM throughline.runs FINAL
ARRAY JOIN promises AS each
WHERE {{scope}}
GROUP BY what, state
ORDER BY what, state
