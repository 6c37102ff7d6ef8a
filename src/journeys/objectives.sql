-- For all objectives at once, by their place: runs decided so far and how many met the bound.
SELECT
  countIf(outcome_kind != 'open') AS decided,
  countIf(silence_unknown = 0) AS observed,
  sumForEach(arrayMap((name, within) -> outcome = name AND ifNull((ended_at - started_at) / 1000 <= within, 0),
    {outcomes:Array(String)}, {withins:Array(Float64)})) AS in_time,
  sumForEach(arrayMap(within -> outcome_kind = 'open' AND (judged_until - started_at) / 1000 > within, {withins:Array(Float64)})) AS open_overdue,
  sumForEach(arrayMap(longest -> silence_unknown = 0 AND arrayMax(gaps.seconds) <= longest, {longests:Array(Float64)})) AS never_silent,
  sumForEach(arrayMap(most -> outcome_kind != 'open' AND contacts <= most, {mosts:Array(Float64)})) AS few_contacts
FROM throughline.runs FINAL
WHERE {{scope}}
