-- The passages over one edge, told in parts: all of them, by how long they took (on a logarithmic and a linear scale), and by attribute.
-- Width of a linear bar: the first round one of which twenty reach the slowest tenth.
SELECT told.1 AS part, told.2 AS value, count() AS count, countIf(nth = 1) AS runs, any(width) AS width,
  quantilesExactInclusive(0.1, 0.25, 0.5, 0.75, 0.9)(seconds) AS quantiles, max(seconds) AS longest, sum(seconds) AS all_seconds,
  sumIf(seconds, waited = 'customer') AS customer, sumIf(seconds, waited = 'company') AS company, sumIf(seconds, waited = 'third_party') AS third_party,
  countIf(known AND nth = 1) AS known_runs, countIf(known AND silent > 0 AND nth_silent = 1) AS silent_runs,
  countIf(known AND silent > 0) AS silent_count, sumIf(silent, known) AS silent_seconds,
  if(part = 'all', groupArraySorted(8)((-seconds, run_id, subject_type, subject, if(known, silent, NULL), arrived)), []) AS slowest
FROM (
  SELECT *, arrayFirst(each -> each * 20 >= quantileExactInclusive(0.9)(seconds) OVER () OR each = 31536000,
    [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 432000, 604800, 1209600, 2592000, 7776000, 31536000]) AS width
  FROM (
    SELECT run_id, subject_type, subject, known, traits, from, to, seconds, silent, waited, nth, nth_silent, arrived
    FROM (
      SELECT run_id, subject_type, subject, silence_unknown = 0 AS known, arrayMap(name -> (name, attributes[name]), {attributes:Array(String)}) AS traits,
        arrayPopBack(steps.node) AS sources, arrayPopFront(steps.node) AS targets, arrayPopFront(steps.waited_for) AS waits_for,
        arrayPopFront(steps.waiting) AS lasted, arrayPopFront(steps.started_at) AS arrivals, arrayPopFront(steps.silent) AS silences,
        arrayEnumerateUniq(sources, targets) AS times_taken,
        if(excess = 0, times_taken, arrayEnumerateUniq(sources, targets, arrayMap(each -> each > 0, silences))) AS times_silent
      FROM throughline.runs FINAL
      WHERE {{scope}})
    ARRAY JOIN sources AS from, targets AS to, lasted AS seconds, silences AS silent, waits_for AS waited, times_taken AS nth, times_silent AS nth_silent, arrivals AS arrived
    WHERE from = {from:String} AND to = {to:String}))
ARRAY JOIN arrayConcat(
  [('all', ''), ('log', if(seconds < 1, '-1', toString(toInt64(floor(8 * log10(seconds)))))), ('linear', toString(toInt64(least(30, floor(seconds / width)))))],
  arrayMap(trait -> (concat('by ', trait.1), trait.2), traits)) AS told
GROUP BY part, value
ORDER BY part, count DESC, value
LIMIT 2000
