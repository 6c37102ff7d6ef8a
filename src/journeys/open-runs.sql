-- Open runs with what can still go wrong: their age, contacts, the silence that lasts, promises not fulfilled yet.
SELECT run_id, subject, started_at, (judged_until - started_at) / 1000 AS age, contacts, silence_unknown, judged_until,
  arrayMax(arrayFilter((s, o) -> o = 1, gaps.seconds, gaps.open)) AS silent, longest_gap AS longest,
  arrayLast((f, o) -> o = 1, CAST(gaps.from, 'Array(String)'), gaps.open) AS silent_from, arrayLast(t -> 1, steps.touchpoint) AS last_touchpoint,
  arrayFilter((w, s) -> s = 'open', promises.what, promises.state) AS whats, arrayFilter((d, s) -> s = 'open', promises.made_at, promises.state) AS made,
  arrayFilter((d, s) -> s = 'open', promises.due_last, promises.state) AS dues, arrayFilter((d, s) -> s = 'open', promises.due, promises.state) AS first_dues
FROM throughline.runs FINAL
WHERE {{scope}} AND outcome_kind = 'open'
ORDER BY started_at, run_id
LIMIT 100000
