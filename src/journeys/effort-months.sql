-- Customer-minutes, and of them the avoidable, by the month in which runs began: sums over runs, and over customers their squares and products.
SELECT month, sum(runs) AS runs,
  [sum(seen), countIf(seen > 0), sum(minutes), sum(minutes * minutes), sum(minutes * seen), sum(seen * seen)] AS of_minutes,
  [sum(told), countIf(told > 0), sum(avoidable), sum(avoidable * avoidable), sum(avoidable * told), sum(told * told)] AS of_avoidable
FROM (
  SELECT formatDateTime(fromUnixTimestamp64Milli(started_at, 'UTC'), '%Y-%m') AS month, if(identifier_id = 0, key, identifier_id) AS customer,
    count() AS runs, count(effort.minutes) AS seen, ifNull(sum(effort.minutes), 0) AS minutes,
    count(effort.avoidable) AS told, ifNull(sum(effort.avoidable), 0) AS avoidable
  FROM throughline.runs FINAL WHERE {{scope}}
  GROUP BY month, customer)
GROUP BY month
ORDER BY month
