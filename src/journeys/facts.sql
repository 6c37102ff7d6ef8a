-- What is told of runs one by one, of each outcome and (all = 1) of all of them, in one reading: each further one costs as much again.
SELECT grouping(outcome) = 1 AS all, outcome, any(outcome_kind) AS kind, count() AS runs,
  countIf(ended_at IS NOT NULL) AS ended, quantileExactInclusive(0.5)(days) AS median_days, avg(days) AS mean_days, quantileExactInclusive(0.9)(days) AS p90_days,
  countIf(identifier_id = 0) AS customers_unknown, sum(taken) AS interactions, sum(tied) AS ties, max(last_at) AS last_at, max(judged_until) AS judged_until,
  quantileExactInclusive(0.5)(taken) AS median_taken, min(designed_minimum) AS designed_minimum, avg(contacts) AS mean_contacts, avg(switches) AS mean_switches,
  avg(conformance) AS mean_conformance, avg(fitness) AS mean_fitness, sum(conformance_bound) AS conformance_bounds, countIf(conformance = 1) AS as_designed,
  countIf(silence_unknown = 0) AS observed, countIf(silence_unknown = 1) AS unobserved, countIf(silent > 0) AS silent_runs, countIf(silent > 0 AND silent_still = 1) AS silent_now,
  quantileExactInclusiveIf(0.5)(longest, silence_unknown = 0) / 86400 AS median_longest_days,
  quantileExactInclusiveIf(0.9)(longest, silence_unknown = 0) / 86400 AS p90_longest_days, sum(silent) / 86400 AS excess_days,
  sumForEach(in_time) AS in_time, sumForEach(open_overdue) AS open_overdue, sumForEach(never_silent) AS never_silent, sumForEach(few_contacts) AS few_contacts
FROM (
  SELECT outcome, outcome_kind, ended_at, identifier_id, last_at, judged_until, designed_minimum, contacts, switches, conformance, fitness, conformance_bound, silence_unknown,
    if(ended_at IS NULL, NULL, (ended_at - started_at) / 86400000) AS days,
    taken, tied, longest_gap AS longest, excess AS silent, silent_still,
    arrayMap((name, within) -> outcome = name AND ifNull((ended_at - started_at) / 1000 <= within, 0), {outcomes:Array(String)}, {withins:Array(Float64)}) AS in_time,
    arrayMap(within -> outcome_kind = 'open' AND (judged_until - started_at) / 1000 > within, {withins:Array(Float64)}) AS open_overdue,
    arrayMap(bound -> silence_unknown = 0 AND longest <= bound, {longests:Array(Float64)}) AS never_silent,
    arrayMap(most -> outcome_kind != 'open' AND contacts <= most, {mosts:Array(Float64)}) AS few_contacts
  FROM throughline.runs FINAL WHERE {{scope}})
GROUP BY GROUPING SETS ((outcome), ())
