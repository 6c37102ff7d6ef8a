-- Every score given in a run, split by nothing, by the run's outcome and by the state of each promise.
SELECT question, split.1 AS by, split.2 AS value, count() AS n, avg(score) AS mean, stddevSamp(score) AS sd
FROM (
  SELECT given.1 AS question, given.2 AS score,
    arrayJoin(arrayConcat([('all', 'all'), ('outcome', outcome)], arrayMap((w, s) -> (concat('promise:', w), s), promised, states))) AS split
  FROM (
    SELECT outcome, arrayZip(scores.question, scores.value) AS givens, promises.what AS promised, promises.state AS states
    FROM throughline.runs FINAL
    WHERE {{scope}} AND notEmpty(scores.question))
  ARRAY JOIN givens AS given)
GROUP BY question, by, value
ORDER BY question, by, value
