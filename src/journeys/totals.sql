SELECT count() AS runs, uniqExactIf(customer, customer != 0) AS customers, countIf(customer = 0) AS customers_unknown,
  sum(taken) AS interactions, max(last_at) AS last_at, max(judged_until) AS judged_until, sum(tied) AS ties,
  quantileExactInclusive(0.5)(taken) AS median_taken, min(designed_minimum) AS designed_minimum, avg(contacts) AS mean_contacts, avg(switches) AS mean_switches,
  avg(conformance) AS conformance, avg(fitness) AS fitness, countIf(conformance = 1) AS as_designed
FROM (
  SELECT runs.taken AS taken, runs.tied AS tied, runs.last_at AS last_at, runs.judged_until AS judged_until,
    runs.designed_minimum AS designed_minimum, runs.contacts AS contacts, runs.switches AS switches, runs.conformance AS conformance, runs.fitness AS fitness,
    if(merged.customer_id = 0, runs.identifier_id, merged.customer_id) AS customer
  FROM (
    SELECT length(steps.started_at) AS taken, arrayCount((at, next) -> at = next, arrayPopBack(steps.started_at), arrayPopFront(steps.started_at)) AS tied,
      last_at, judged_until, designed_minimum, contacts, switches, conformance, fitness, identifier_id
    FROM throughline.runs FINAL WHERE {{scope}}) AS runs
  LEFT JOIN (SELECT identifier_id, customer_id FROM throughline.identifier_customers FINAL WHERE {{workspace}} AND customer_id != identifier_id) AS merged
    ON merged.identifier_id = runs.identifier_id)
