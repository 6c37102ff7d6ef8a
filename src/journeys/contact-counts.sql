-- Runs by how many contacts they had in the end; of one that is open it is known that it ends with more than one less than it had.
SELECT toInt64(contacts) - (outcome_kind = 'open') AS beyond, outcome_kind != 'open' AS over, count() AS n
FROM throughline.runs FINAL
WHERE {{scope}}
GROUP BY beyond, over
ORDER BY beyond, over
