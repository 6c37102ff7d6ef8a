SELECT region, medium, campaign, hour, uniqExact(interaction_id) AS placements,
  if(count(told) = 0, NULL, sum(told * share)) AS contacts,
  uniqExactIf(interaction_id, isNull(told)) AS unmeasured,
  if(count(spent) = 0, NULL, sum(spent * share)) AS cost
FROM (
  SELECT interaction_id, attributes['region'] AS region, attributes['exposure'] AS medium, attributes['campaign'] AS campaign,
    toFloat64OrNull(attributes['contacts']) AS told, cost AS spent,
    if(isNull(ended_at) OR ended_at <= started_at, started_at, assumeNotNull(ended_at)) AS until,
    intDiv(started_at, 3600000) AS first_hour,
    -- What ends on the stroke of an hour has no part in the hour that begins; longer than a quarter stands in its first hours.
    least(2208, greatest(1, intDiv(greatest(until - 1, started_at), 3600000) - first_hour + 1)) AS hours,
    arrayJoin(range(toUInt32(hours))) AS nth,
    (first_hour + nth) * 3600000 AS hour,
    if(until = started_at, 1, (least(until, hour + 3600000) - greatest(started_at, hour)) / (until - started_at)) AS share
  FROM throughline.interactions FINAL
  WHERE {{workspace}} AND is_deleted = 0 AND attributes['exposure'] != '' AND empty(identifiers)
)
WHERE hour >= {from:Int64} AND hour < {until:Int64}
GROUP BY region, medium, campaign, hour
ORDER BY hour, region, medium, campaign
LIMIT {limit:UInt32}
