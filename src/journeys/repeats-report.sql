SELECT count() AS runs, countIf(failure_demand.contacts > 0) AS observed, sum(failure_demand.contacts) AS contacts, sum(failure_demand.chase) AS chase,
  sum(failure_demand.repeat) AS repeat, sum(failure_demand.complaint) AS complaint, sum(failure_demand.clarification) AS clarification,
  countIf(effort.forced_switches IS NOT NULL) AS switches_seen
FROM throughline.runs FINAL
WHERE {{scope}}
