SELECT source, min(if(has({live:Array(String)}, source), received_at, started_at)) AS first, max(received_at) AS last, count() AS n
FROM throughline.interactions WHERE {{workspace}} AND is_deleted = 0 GROUP BY source
