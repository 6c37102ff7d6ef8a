-- What breaks are looked for in, one row per run, names as their place in {names}: numbers only, because a
-- hundred thousand runs are read at once; narrow ones, because 64-bit integers come quoted. Times are seconds since
-- the run's start.
SELECT
  toFloat64(bitShiftRight(key, 11)) AS place, ordinal,
  toFloat64(bitShiftRight(identifier_id, 11)) AS customer,
  outcome_kind IN ('failure', 'abandoned') AS failed,
  outcome_kind = 'open' AS open,
  arrayMap(name -> toUInt16(transform(concat(name, '=', attributes[name]), {labels:Array(String)}, range(1, length({labels:Array(String)}) + 1), 0)), {attributes:Array(String)}) AS codes,
  arrayMap(s -> toUInt16(transform(s, {names:Array(String)}, range(1, length({names:Array(String)}) + 1), 0)), CAST(steps.node, 'Array(String)')) AS nodes,
  arrayMap(s -> s != '', steps.step) AS designed,
  arrayMap(at -> toInt32(intDiv(at - started_at, 1000)), steps.started_at) AS starts,
  arrayMap((ended, at) -> toInt32(intDiv(if(ended IS NULL, at, assumeNotNull(ended)) - started_at, 1000)), steps.ended_at, steps.started_at) AS ends,
  arrayMap(w -> w = 'customer', steps.waited_for) AS by_customer,
  arrayMap(s -> toUInt16(transform(s, {names:Array(String)}, range(1, length({names:Array(String)}) + 1), 0)), CAST(gaps.from, 'Array(String)')) AS gap_from,
  arrayMap(s -> toUInt16(transform(s, {names:Array(String)}, range(1, length({names:Array(String)}) + 1), 0)), CAST(gaps.to, 'Array(String)')) AS gap_to,
  arrayMap(s -> toUInt32(s), gaps.seconds) AS gap_seconds,
  arrayMap(s -> toUInt32(s), gaps.excess) AS gap_excess,
  arrayMap((o, at) -> o = 1 OR (outcome_kind = 'abandoned' AND at = ended_at), gaps.open, gaps.to_at) AS gap_unended,
  promises.what AS promise_what,
  arrayMap(s -> toUInt16(transform(s, {names:Array(String)}, range(1, length({names:Array(String)}) + 1), 0)), CAST(promises.made_in, 'Array(String)')) AS promise_from,
  arrayMap(s -> toUInt16(transform(s, {names:Array(String)}, range(1, length({names:Array(String)}) + 1), 0)), CAST(promises.fulfilled_in, 'Array(String)')) AS promise_to,
  promises.state AS promise_state,
  arrayMap((due, at) -> toInt32(if(due IS NULL, 0, intDiv(ifNull(at, judged_until) - assumeNotNull(due), 1000))), promises.due_last, promises.fulfilled_at) AS promise_late,
  arrayMap((k, s) -> if(k = 'skipped', toUInt16(transform(s, {names:Array(String)}, range(1, length({names:Array(String)}) + 1), 0)), 0), CAST(deviations.kind, 'Array(String)'), CAST(deviations.step, 'Array(String)')) AS skipped,
  toFloat64(started_at) AS began,
  asked.items IS NOT NULL AS asked,
  arrayMap(s -> toUInt16(transform(s, {names:Array(String)}, range(1, length({names:Array(String)}) + 1), 0)), CAST(hand_offs.from, 'Array(String)')) AS hand_from,
  arrayMap(s -> toUInt16(transform(s, {names:Array(String)}, range(1, length({names:Array(String)}) + 1), 0)), CAST(hand_offs.to, 'Array(String)')) AS hand_to,
  arrayMap(missing -> if(missing IS NULL, 0, missing + 1), hand_offs.context) AS hand_context,
  statements >= 2 AS told,
  arrayMap(s -> toUInt16(transform(s, {names:Array(String)}, range(1, length({names:Array(String)}) + 1), 0)), CAST(contradictions.first_channel, 'Array(String)')) AS contradiction_from,
  arrayMap(s -> toUInt16(transform(s, {names:Array(String)}, range(1, length({names:Array(String)}) + 1), 0)), CAST(contradictions.second_channel, 'Array(String)')) AS contradiction_to,
  contradictions.what AS contradiction_what,
  arrayMap(s -> toUInt16(transform(s, {names:Array(String)}, range(1, length({names:Array(String)}) + 1), 0)), CAST(channels, 'Array(String)')) AS came_by,
  arrayMap(s -> toUInt16(transform(s, {names:Array(String)}, range(1, length({names:Array(String)}) + 1), 0)), CAST(arrayFilter((each, kind) -> kind = 'forced', CAST(channel_switches.from, 'Array(String)'), channel_switches.kind), 'Array(String)')) AS forced_from,
  arrayMap(s -> toUInt16(transform(s, {names:Array(String)}, range(1, length({names:Array(String)}) + 1), 0)), CAST(arrayFilter((each, kind) -> kind = 'forced', CAST(channel_switches.to, 'Array(String)'), channel_switches.kind), 'Array(String)')) AS forced_to,
  arrayMap(s -> toUInt16(transform(s, {names:Array(String)}, range(1, length({names:Array(String)}) + 1), 0)), CAST(arrayFilter((each, security) -> security = 0, CAST(asked_again.from, 'Array(String)'), asked_again.security), 'Array(String)')) AS again_from,
  arrayMap(s -> toUInt16(transform(s, {names:Array(String)}, range(1, length({names:Array(String)}) + 1), 0)), CAST(arrayFilter((each, security) -> security = 0, CAST(asked_again.to, 'Array(String)'), asked_again.security), 'Array(String)')) AS again_to
FROM throughline.runs FINAL
WHERE {{scope}}
ORDER BY started_at, key, ordinal
