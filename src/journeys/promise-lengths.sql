-- Promises of one kind by the days promised (of open ones the seconds), how long they were watched (both to a minute), and whether they were fulfilled by then.
SELECT state = 'open' AS open, ifNull(due_last, -1) != due AS moved, if(open, round((due - made_at) / 60000) * 60, round((due - made_at) / 86400000) * 86400) AS promised,
  round((ifNull(fulfilled_at, judged_until) - made_at) / 60000) * 60 AS lasted, fulfilled_at IS NOT NULL AS over, count() AS n
FROM (
  SELECT each.state AS state, each.made_at AS made_at, each.due AS due, each.due_last AS due_last, each.fulfilled_at AS fulfilled_at, judged_until
  FROM throughline.runs FINAL
  ARRAY JOIN promises AS each
  WHERE {{scope}} AND each.what = {what:String})
WHERE state = 'open' OR (state NOT IN ('void', 'unknown') AND due >= made_at AND ifNull(fulfilled_at, judged_until) >= made_at)
GROUP BY open, moved, promised, lasted, over
ORDER BY promised, lasted, open, moved, over
