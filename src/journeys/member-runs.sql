-- The open living runs of some identifiers, latest first.
SELECT run_id, journey, subject_type, subject, toString(identifier_id) AS identifier_id, started_at, last_at, silent_still
FROM throughline.runs FINAL
WHERE {{workspace}} AND (workspace, journey, snapshot, started_at, key, ordinal) IN (
  SELECT workspace, journey, snapshot, started_at, key, ordinal FROM throughline.runs
  WHERE {{workspace}} AND journey IN ({journeys:Array(String)}) AND snapshot = 0 AND outcome_kind = 'open'
    AND identifier_id IN ({ids:Array(UInt64)}))
  AND outcome_kind = 'open' AND identifier_id IN ({ids:Array(UInt64)}) AND subject_type NOT IN ({groups:Array(String)})
ORDER BY last_at DESC
LIMIT {most:UInt32}
