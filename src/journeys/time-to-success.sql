-- Days to a success, or watched without one so far, with how many runs share them (to a hundredth of a day).
SELECT round(greatest(0, if(outcome_kind = 'success', ended_at, if(ended_at IS NULL, judged_until, ended_at)) - started_at) / 86400000, 2) AS lasted,
  outcome_kind = 'success' AS succeeded, count() AS n
FROM throughline.runs FINAL
WHERE {{scope}} AND NOT (outcome_kind = 'success' AND ended_at IS NULL)
GROUP BY lasted, succeeded
ORDER BY lasted
