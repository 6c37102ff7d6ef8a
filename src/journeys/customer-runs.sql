-- The living runs of some keys (subjects, or customers), latest first.
SELECT toString(key) AS key, run_id, journey, subject_type, subject, started_at, ended_at, last_at, outcome, outcome_kind, contacts,
  steps.touchpoint AS touchpoints, steps.channel AS channels, steps.started_at AS times, silent_still,
  promises.what AS promised, promises.state AS states, promises.due_last AS due, promises.made_in AS made_in,
  promises.made_at AS made_at, promises.fulfilled_at AS fulfilled_at
FROM throughline.runs FINAL
PREWHERE {{workspace}} AND journey IN ({journeys:Array(String)}) AND snapshot = 0 AND started_at IN ({starts:Array(Int64)})
  AND key IN ({keys:Array(UInt64)})
ORDER BY last_at DESC
