-- Edges between designed steps (else touchpoints) with the share of their time spent in silence beyond tolerance.
SELECT each.1 AS from, each.2 AS to, count() AS count,
  quantileExactInclusive(0.5)(each.3) AS median_seconds, quantileExactInclusive(0.9)(each.3) AS p90_seconds,
  sum(each.4) / greatest(sum(each.3), 1) AS silent_share, topK(1)(each.5)[1] AS waited_for
FROM (
  SELECT arrayJoin(arrayMap(i -> (
      if(steps.step[i] = '', steps.touchpoint[i], steps.step[i]), if(steps.step[i + 1] = '', steps.touchpoint[i + 1], steps.step[i + 1]),
      (steps.started_at[i + 1] - steps.started_at[i]) / 1000,
      arraySum((gap_from, gap_to, tolerance) -> greatest(0., (least(gap_to, steps.started_at[i + 1]) - greatest(toFloat64(steps.started_at[i]), gap_from + tolerance * 1000)) / 1000),
        gaps.from_at, gaps.to_at, gaps.tolerance),
      steps.waited_for[i + 1]),
    range(1, length(steps.touchpoint)))) AS each
  FROM throughline.runs FINAL
  WHERE {{scope}})
GROUP BY from, to
ORDER BY count DESC, from, to
LIMIT 400
