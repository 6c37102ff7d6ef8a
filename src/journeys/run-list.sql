SELECT run_id, journey, subject_type, subject, key, started_at, ended_at, last_at, judged_until, outcome, outcome_kind,
  if(ended_at IS NULL, NULL, (ended_at - started_at) / 86400000) AS days,
  length(steps.touchpoint) AS steps, contacts, channels, switches,
  if(silence_unknown = 1, NULL, arrayMax(gaps.seconds) / 86400) AS longest_gap_days, arraySum(gaps.excess) / 86400 AS excess_days,
  arrayZip(promises.what, promises.state) AS promises, conformance, length(deviations.kind) AS deviations, attributes,
  identifier_id, count() OVER () AS total
FROM throughline.runs FINAL
WHERE {{scope}}
ORDER BY {{order}} NULLS LAST, key, ordinal
LIMIT {limit:UInt32} OFFSET {offset:UInt32}
