SELECT count() AS runs, countIf(asked.items IS NOT NULL) AS asking, countIf(statements >= 2) AS told, countIf(notEmpty(contradictions.what)) AS contradicted,
  countIf(empty(hand_offs.kind)) AS whole, countIf(asked.items IS NOT NULL OR statements >= 2 OR notEmpty(hand_offs.kind)) AS anything,
  sum(asked.items) AS items, sum(asked.security) AS security, sum(countEqual(asked_again.security, 0)) AS again,
  sum(countEqual(asked_again.security, 1)) AS security_again, countIf(has(asked_again.security, 0)) AS again_runs,
  countIf(has(asked_again.security, 1)) AS security_runs, countIf(notEmpty(hand_offs.kind)) AS handed, countIf(has(hand_offs.identity, 1)) AS identity_runs,
  countIf(has(hand_offs.context, 1)) AS context_runs, countIf(has(hand_offs.asked_again, 1)) AS asked_again_runs, countIf(has(hand_offs.waited, 1)) AS waited_runs
FROM throughline.runs FINAL
WHERE {{scope}}
