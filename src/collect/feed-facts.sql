-- What the last days of each feed are like. Late: from when it happened to when it came in; ahead: it happened after it came in.
SELECT source, count() AS n, countIf(empty(identifiers)) AS nameless, countIf(late < -60) AS ahead, -min(late) AS most_ahead,
  quantileExactInclusive(0.5)(late) AS late_median, quantileExactInclusive(0.9)(late) AS late_p90, quantileExactInclusive(0.99)(late) AS late_p99,
  countIf(late <= 60) AS minute, countIf(late > 60 AND late <= 3600) AS hour, countIf(late > 3600 AND late <= 86400) AS day,
  countIf(late > 86400 AND late <= 604800) AS week, countIf(late > 604800) AS later
FROM (
  SELECT source, identifiers, (received_at - started_at) / 1000 AS late, if(has({live:Array(String)}, source), received_at, started_at) AS at,
    transform(toString(source), {sources:Array(String)}, {ends:Array(Int64)}, toInt64(0)) AS until
  FROM throughline.interactions FINAL WHERE {{workspace}})
WHERE at <= until AND at > until - {window:Int64}
GROUP BY source
