-- Runs (or promises) decided on one objective within its windows, and those of them that missed it. Decided: at the end, or as soon as the bound was passed.
SELECT countIf(decided_at > {since:Int64}) AS decided, countIf(decided_at > {since:Int64} AND met = 0) AS missed,
  countIf(decided_at > {long:Int64}) AS long_decided, countIf(decided_at > {long:Int64} AND met = 0) AS long_missed,
  countIf(decided_at > {short:Int64}) AS short_decided, countIf(decided_at > {short:Int64} AND met = 0) AS short_missed
FROM (
  SELECT arrayJoin(multiIf(
    {kind:String} = 'promise', arrayMap((state, fulfilled, due) -> (toFloat64(ifNull(if(state = 'kept', fulfilled, due), ifNull(due, last_at))), state = 'kept'),
      arrayFilter(s -> s IN ('kept', 'late', 'renegotiated', 'broken'), arrayMap((s, w) -> if(w = {name:String}, toString(s), ''), promises.state, promises.what)),
      arrayFilter((f, s, w) -> w = {name:String} AND s IN ('kept', 'late', 'renegotiated', 'broken'), promises.fulfilled_at, promises.state, promises.what),
      arrayFilter((d, s, w) -> w = {name:String} AND s IN ('kept', 'late', 'renegotiated', 'broken'), promises.due_last, promises.state, promises.what)),
    {kind:String} = 'silence', if(silence_unknown = 1 OR (NOT over AND open), [], [(if(over, passed_at, toFloat64(end)), NOT over)]),
    {kind:String} = 'contacts', if(contacts <= {bound:Float64} AND open, [], [(toFloat64(end), contacts <= {bound:Float64})]),
    if(open AND judged_until <= due_at, [], [(if(open, due_at, least(toFloat64(end), due_at)), outcome = {name:String} AND ended_at IS NOT NULL AND end <= due_at)]))) AS each,
    each.1 AS decided_at, each.2 AS met
  FROM (
    SELECT outcome, outcome_kind = 'open' AS open, ended_at, last_at, judged_until, contacts, silence_unknown, promises.what, promises.state, promises.due_last, promises.fulfilled_at,
      ifNull(ended_at, last_at) AS end, started_at + {bound:Float64} * 1000 AS due_at,
      arrayExists(s -> s > {bound:Float64}, gaps.seconds) AS over,
      arrayMin(arrayMap((at, s) -> if(s > {bound:Float64}, at + {bound:Float64} * 1000, 1e300), gaps.from_at, gaps.seconds)) AS passed_at
    FROM throughline.runs FINAL
    WHERE {{scope}})
  WHERE decided_at <= {as_of:Int64})
