-- Every score given in a run, split by nothing, by the run's outcome and by the state of each promise.
SELECT question, split.1 AS by, split.2 AS value, count() AS n, avg(score) AS mean, stddevSamp(score) AS sd
FROM (
  SELECT scores.question AS question, scores.value AS score,
    arrayJoin(arrayConcat([('all', 'all'), ('outcome', outcome)], arrayMap((w, s) -> (concat('promise:', w), s), promises.what, promises.state))) AS split
  FROM throughline.runs FINAL
  ARRAY JOIN scores
  WHERE {{scope}})
GROUP BY question, by, value
ORDER BY question, by, value
