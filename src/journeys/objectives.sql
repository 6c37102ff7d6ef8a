-- For objectives: runs decided so far and how many met the bound.
SELECT
  countIf(outcome_kind != 'open') AS decided,
  countIf(outcome = {outcome:String} AND ended_at IS NOT NULL AND (ended_at - started_at) / 1000 <= {within:Float64}) AS in_time,
  countIf(outcome_kind = 'open' AND (judged_until - started_at) / 1000 > {within:Float64}) AS open_overdue,
  countIf(silence_unknown = 0) AS observed,
  countIf(silence_unknown = 0 AND arrayMax(gaps.seconds) <= {longest:Float64}) AS never_silent,
  countIf(outcome_kind != 'open' AND contacts <= {most:Float64}) AS few_contacts
FROM throughline.runs FINAL
WHERE {{scope}}
