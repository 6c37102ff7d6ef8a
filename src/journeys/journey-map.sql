-- Edges between designed steps (else touchpoints): how long from the end of the one to the start of the next, who held the ball, and
-- how much of that was silence beyond the tolerance, in runs whose silence is known.
-- Arrays are shifted against themselves: reading them by number takes ten times as long. Passages are numbered only in runs that come to a
-- step again: in the others each is the first, and numbering them took a quarter of the query (measured).
SELECT from, to, count() AS count, countIf(nth = 1) AS runs,
  quantileExactInclusive(0.5)(seconds) AS median_seconds, quantileExactInclusive(0.9)(seconds) AS p90_seconds, sum(seconds) AS all_seconds,
  sumIf(seconds, waited = 'customer') AS customer, sumIf(seconds, waited = 'company') AS company, sumIf(seconds, waited = 'third_party') AS third_party,
  countIf(known AND nth = 1) AS known_runs, countIf(known AND silent > 0 AND nth_silent = 1) AS silent_runs,
  sumIf(seconds, known) AS known_seconds, sumIf(silent, known) AS silent_seconds, sum(count()) OVER () AS passages
FROM (
  SELECT silence_unknown = 0 AS known, arrayPopBack(steps.node) AS sources, arrayPopFront(steps.node) AS targets,
    arrayPopFront(steps.waited_for) AS waits_for, arrayPopFront(steps.waiting) AS lasted, arrayPopFront(steps.silent) AS silences,
    length(arrayDistinct(sources)) = length(sources) AS once,
    if(once, arrayResize(emptyArrayUInt32(), length(sources), 1), arrayEnumerateUniq(sources, targets)) AS times_taken,
    if(once OR excess = 0, times_taken, arrayEnumerateUniq(sources, targets, arrayMap(each -> each > 0, silences))) AS times_silent
  FROM throughline.runs FINAL
  WHERE {{scope}})
ARRAY JOIN sources AS from, targets AS to, lasted AS seconds, silences AS silent, waits_for AS waited, times_taken AS nth, times_silent AS nth_silent
GROUP BY from, to
ORDER BY count DESC, from, to
LIMIT 400
