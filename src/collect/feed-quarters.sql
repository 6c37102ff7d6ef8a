-- How much of each feed lies in which quarter of an hour before its end: by arrival of live ones, by its own time of files.
-- Shown, what came again counts once; watched, it need not, which is quicker.
SELECT source, intDiv(at, 900000) AS quarter, count() AS n
FROM (
  SELECT source, if(has({live:Array(String)}, source), received_at, started_at) AS at,
    transform(toString(source), {sources:Array(String)}, {ends:Array(Int64)}, toInt64(0)) AS until
  FROM throughline.interactions {{final}} WHERE {{workspace}} AND is_deleted = 0)
WHERE at <= until AND at > until - {window:Int64}
GROUP BY source, quarter
