SELECT grouping(month) = 1 AS all, month, count() AS runs, count(minutes) AS observed, sum(minutes) AS total, avg(minutes) AS mean,
  quantileExactInclusive(0.5)(minutes) AS median, quantileExactInclusive(0.9)(minutes) AS p90, sum(avoidable) AS avoidable,
  sumForEach(arrayMap(part -> ifNull(part, 0), parts)) AS sums, sumForEach(arrayMap(part -> part IS NOT NULL, parts)) AS seen
FROM (
  SELECT formatDateTime(fromUnixTimestamp64Milli(started_at, 'UTC'), '%Y-%m') AS month, effort.minutes AS minutes, effort.avoidable AS avoidable,
    [effort.contacts, effort.forced_switches, effort.transfers, effort.repeats, effort.hold_minutes, effort.active_minutes, effort.documents, effort.chases] AS parts
  FROM throughline.runs FINAL WHERE {{scope}})
GROUP BY GROUPING SETS ((month), ())
ORDER BY month
