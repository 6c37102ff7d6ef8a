-- How often some designed steps were taken, in how many runs, and what the customer gave to them: times they began one, and minutes of those they took part in.
SELECT taken.step AS step, count() AS steps, uniqExact(taken.run_id) AS runs, countIf(by_customer = 1) AS begun, countIf(by_customer IS NOT NULL) AS told, sum(minutes) AS minutes
FROM (
  SELECT run_id, steps.step AS step, steps.interaction_id AS id
  FROM throughline.runs FINAL ARRAY JOIN steps
  WHERE {{scope}} AND has({wasted:Array(String)}, step)) AS taken
LEFT JOIN (
  SELECT interaction_id,
    multiIf(direction = 'internal', 0, begun_by != 'unknown', begun_by = 'customer', direction = 'unknown', NULL, direction = 'inbound') AS by_customer,
    if(direction != 'internal' AND ended_at >= started_at, (ended_at - started_at) / 60000, 0) AS minutes
  FROM throughline.interactions FINAL
  WHERE {{workspace}} AND touchpoint IN ({touchpoints:Array(String)})) AS done ON done.interaction_id = taken.id
GROUP BY step
ORDER BY step
