-- Customer-minutes of all runs: their sum and spread, and for each component its sum and the runs that observed it.
SELECT count() AS runs, count(effort.minutes) AS observed, sum(effort.minutes) AS total, sum(effort.avoidable) AS avoidable,
  quantileExactInclusive(0.5)(effort.minutes) AS median, quantileExactInclusive(0.9)(effort.minutes) AS p90,
  sumForEach(arrayMap(part -> ifNull(part, 0), parts)) AS sums, sumForEach(arrayMap(part -> part IS NOT NULL, parts)) AS seen
FROM (
  SELECT effort, [effort.contacts, effort.forced_switches, effort.transfers, effort.repeats, effort.hold_minutes, effort.active_minutes, effort.documents, effort.chases] AS parts
  FROM throughline.runs FINAL WHERE {{scope}})
