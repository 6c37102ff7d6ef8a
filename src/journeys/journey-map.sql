-- Edges between designed steps (else touchpoints): how long from the end of the one to the start of the next, who held the ball, and
-- how much of that was silence beyond the tolerance, in runs whose silence is known.
-- Arrays are shifted against themselves: reading them by number takes ten times as long.
SELECT from, to, count() AS count, countIf(nth = 1) AS runs,
  quantileExactInclusive(0.5)(seconds) AS median_seconds, quantileExactInclusive(0.9)(seconds) AS p90_seconds, sum(seconds) AS all_seconds,
  sumIf(seconds, waited = 'customer') AS customer, sumIf(seconds, waited = 'company') AS company, sumIf(seconds, waited = 'third_party') AS third_party,
  countIf(known AND nth = 1) AS known_runs, countIf(known AND silent > 0 AND nth_silent = 1) AS silent_runs,
  sumIf(seconds, known) AS known_seconds, sumIf(silent, known) AS silent_seconds, sum(count()) OVER () AS passages
FROM (
  SELECT known, arrayPopBack(nodes) AS sources, arrayPopFront(nodes) AS targets, arrayPopFront(holders) AS waits_for, arrayPopFront(waits) AS lasted,
    if(empty(silence_from), arrayMap(each -> 0., lasted), arrayMap((ended, wait) ->
      arraySum((since, until) -> greatest(0., least(until, ended) - greatest(since, ended - wait)), silence_from, silence_until),
      arrayMap(at -> at / 1000, arrayPopFront(steps.started_at)), lasted)) AS silences,
    arrayEnumerateUniq(sources, targets) AS times_taken,
    if(empty(silence_from), times_taken, arrayEnumerateUniq(sources, targets, arrayMap(each -> each > 0, silences))) AS times_silent
  FROM (
    SELECT arrayMap((s, t) -> if(s = '', t, s), steps.step, steps.touchpoint) AS nodes, silence_unknown = 0 AS known,
      steps.started_at, steps.waiting AS waits, steps.waited_for AS holders,
      arrayMap((at, tolerance) -> at / 1000 + tolerance, gaps.from_at, gaps.tolerance) AS tolerated_until,
      arrayMap(at -> at / 1000, gaps.to_at) AS gap_until,
      arrayFilter((since, until) -> until > since, tolerated_until, gap_until) AS silence_from,
      arrayFilter((until, since) -> until > since, gap_until, tolerated_until) AS silence_until
    FROM throughline.runs FINAL
    WHERE {{scope}}))
ARRAY JOIN sources AS from, targets AS to, lasted AS seconds, silences AS silent, waits_for AS waited, times_taken AS nth, times_silent AS nth_silent
GROUP BY from, to
ORDER BY count DESC, from, to
LIMIT 400
