-- How often each journey is begun by known customers, and the days they were watched together, from the first run of each.
WITH merged AS (SELECT identifier_id, customer_id FROM throughline.identifier_customers FINAL WHERE {{workspace}} AND customer_id != identifier_id)
SELECT sum(watched) AS days, sumMap(begun) AS starts
FROM (
  SELECT (max(judged_until) - min(started_at)) / 86400000 AS watched, sumMap(map(toString(journey), toUInt64(1))) AS begun
  FROM (
    SELECT if(merged.customer_id = 0, runs.identifier_id, merged.customer_id) AS customer, started_at, journey, judged_until
    FROM (
      SELECT identifier_id, started_at, journey, judged_until FROM throughline.runs FINAL
      WHERE {{workspace}} AND snapshot = {snapshot:Int64} AND journey IN ({journeys:Array(String)}) AND identifier_id != 0) AS runs
    LEFT JOIN merged ON merged.identifier_id = runs.identifier_id)
  GROUP BY customer)
