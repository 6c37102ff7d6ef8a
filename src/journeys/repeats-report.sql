SELECT count() AS runs, countIf(failure_demand.contacts > 0) AS observed, sum(failure_demand.contacts) AS contacts, sum(failure_demand.chase) AS chase,
  sum(failure_demand.repeat) AS repeat, sum(failure_demand.complaint) AS complaint, sum(failure_demand.clarification) AS clarification,
  countIf(effort.forced_switches IS NOT NULL) AS switches_seen, countIf(failure_demand.chase > 0) AS chase_runs, countIf(failure_demand.repeat > 0) AS repeat_runs,
  countIf(failure_demand.complaint > 0) AS complaint_runs, countIf(failure_demand.clarification > 0) AS clarification_runs,
  countIf(failure_demand.chase + failure_demand.repeat + failure_demand.complaint + failure_demand.clarification > 0) AS failure_runs,
  countIf(has(channel_switches.kind, 'forced')) AS forced_runs, countIf(has(channel_switches.kind, 'chosen')) AS chosen_runs,
  countIf(has(channel_switches.kind, 'designed')) AS designed_runs,
  sumForEach(arrayMap(days -> arrayExists((s, again) -> again = 1 AND round(s) <= days * 86400, repeats.seconds, repeats.repeated), {windows:Array(UInt16)})) AS again_runs
FROM throughline.runs FINAL
WHERE {{scope}}
