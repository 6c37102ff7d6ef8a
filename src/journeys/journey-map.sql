-- Edges between designed steps (else touchpoints) with the share of their time spent in silence beyond tolerance.
-- Arrays are shifted against themselves: reading them by number takes ten times as long.
SELECT from, to, count() AS count,
  quantileExactInclusive(0.5)(seconds) AS median_seconds, quantileExactInclusive(0.9)(seconds) AS p90_seconds,
  sum(silent) / greatest(sum(seconds), 1) AS silent_share, topK(1)(waited)[1] AS waited_for
FROM (
  SELECT arrayPopBack(nodes) AS sources, arrayPopFront(nodes) AS targets, arrayPopFront(waits) AS waits_for,
    arrayPopBack(times) AS begins, arrayPopFront(times) AS ends,
    arrayMap((began, ended) -> (ended - began) / 1000, begins, ends) AS lasted,
    if(empty(silence_from), arrayMap(each -> 0., begins), arrayMap((began, ended) ->
      arraySum((silent_from, silent_to) -> greatest(0., (least(silent_to, ended) - greatest(toFloat64(began), silent_from)) / 1000),
        silence_from, silence_to), begins, ends)) AS silences
  FROM (
    SELECT arrayMap((s, t) -> if(s = '', t, s), steps.step, steps.touchpoint) AS nodes,
      steps.started_at AS times, steps.waited_for AS waits,
      arrayMap((at, tolerance) -> at + tolerance * 1000, gaps.from_at, gaps.tolerance) AS tolerated_until,
      arrayFilter((since, until) -> until > since, tolerated_until, gaps.to_at) AS silence_from,
      arrayFilter((until, since) -> until > since, gaps.to_at, tolerated_until) AS silence_to
    FROM throughline.runs FINAL
    WHERE {{scope}}))
ARRAY JOIN sources AS from, targets AS to, lasted AS seconds, silences AS silent, waits_for AS waited
GROUP BY from, to
ORDER BY count DESC, from, to
LIMIT 400
