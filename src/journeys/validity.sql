-- Decided runs by who they are ({attributes}), whether they kept to the design, and a unit of resampling that holds all runs of a customer.
SELECT if(identifier_id = 0, cityHash64(run_id), identifier_id) % 512 AS unit, conformance >= {conforming:Float64} AS kept,
  arrayMap(name -> attributes[name], {attributes:Array(String)}) AS who, count() AS n, countIf(outcome_kind = 'success') AS successes,
  countIf(notEmpty(scores.value)) AS scored, sumIf(arrayAvg(scores.value), notEmpty(scores.value)) AS score
FROM throughline.runs FINAL
WHERE {{scope}} AND outcome_kind != 'open' AND conformance IS NOT NULL
GROUP BY unit, kept, who
ORDER BY unit, kept, who
