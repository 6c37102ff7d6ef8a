-- Decided runs by step, whether it was taken, who they are and a unit of resampling that holds all runs of a customer.
SELECT step, has(taken, step) AS took, unit, who, count() AS n, sum(succeeded) AS successes
FROM (
  SELECT arrayJoin({steps:Array(String)}) AS step, steps.step AS taken, if(identifier_id = 0, cityHash64(run_id), identifier_id) % 256 AS unit,
    arrayMap(name -> attributes[name], {attributes:Array(String)}) AS who, outcome_kind = 'success' AS succeeded
  FROM throughline.runs FINAL
  WHERE {{scope}} AND outcome_kind != 'open')
GROUP BY step, took, unit, who
ORDER BY step, took, unit, who
