SELECT run_id, journey, subject_type, subject, key, started_at, ended_at, last_at, judged_until, outcome, outcome_kind,
  if(ended_at IS NULL, NULL, (ended_at - started_at) / 86400000) AS days,
  taken AS steps, contacts, channels, switches,
  if(silence_unknown = 1, NULL, longest_gap / 86400) AS longest_gap_days, excess / 86400 AS excess_days,
  arrayZip(promises.what, promises.state) AS promises, conformance, length(deviations.kind) AS deviations, attributes,
  identifier_id
FROM throughline.runs FINAL
WHERE {{scope}} AND started_at IN {starts:Array(Int64)} AND run_id IN {run_ids:Array(String)}
