-- Runs of all journeys in the order of each customer's life: which journey the next run after a resolved one is of, and after how many hours it began.
WITH
  merged AS (SELECT identifier_id, customer_id FROM throughline.identifier_customers FINAL WHERE {{workspace}} AND customer_id != identifier_id),
  lives AS (
    SELECT customer, arraySort(each -> each.1, groupArray((started_at, journey, outcome_kind, ended_at, judged_until))) AS life
    FROM (
      SELECT if(merged.customer_id = 0, runs.identifier_id, merged.customer_id) AS customer, started_at, journey, outcome_kind, ended_at, judged_until
      FROM (
        SELECT identifier_id, started_at, journey, outcome_kind, ended_at, judged_until FROM throughline.runs FINAL
        WHERE {{workspace}} AND snapshot = {snapshot:Int64} AND journey IN ({journeys:Array(String)}) AND identifier_id != 0) AS runs
      LEFT JOIN merged ON merged.identifier_id = runs.identifier_id)
    GROUP BY customer)
SELECT resolved.2 AS journey, next.2 AS following, count() AS n,
  round(greatest(0, if(next.2 = '', resolved.5, next.1) - assumeNotNull(resolved.4)) / 3600000) AS hours
FROM (
  SELECT arrayJoin(life) AS resolved, arrayFirst(other -> other.1 > assumeNotNull(resolved.4) AND other.2 != resolved.2, life) AS next
  FROM lives)
WHERE resolved.3 = 'success' AND resolved.4 IS NOT NULL
GROUP BY journey, following, hours
ORDER BY journey, following, hours
