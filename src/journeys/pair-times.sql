-- For every ordered pair of touchpoints the seconds from the end of the one to the start of the other, wherever later in a run; of a run's first 100 interactions.
SELECT from, to, length(times) AS n, arrayAvg(times) AS mean,
  if(n < 2, NULL, sqrt(arraySum(t -> pow(t - mean, 2), times) / (n - 1))) AS sd,
  arrayReduce('quantileExactInclusive(0.5)', times) AS median, arrayReduce('quantileExactInclusive(0.9)', times) AS p90,
  arrayReduce('quantileExactInclusive(0.5)', arrayMap(t -> abs(t - median), times)) AS mad,
  arrayDistinct(arrayFilter((run, t) -> abs(t - mean) > {zeta:Float64} * ifNull(sd, inf), runs, times)) AS unusual, length(unusual) AS unusual_runs,
  length(groupUniqArrayArray(unusual) OVER ()) AS unusual_runs_in_all
FROM (
  SELECT from, to, groupArray(took) AS times, groupArray(run) AS runs
  FROM (
    SELECT cityHash64(run_id) AS run, arraySlice(steps.touchpoint, 1, 100) AS touchpoints, arraySlice(steps.started_at, 1, 100) AS starts,
      arraySlice(arrayMap((s, e) -> ifNull(e, s), steps.started_at, steps.ended_at), 1, 100) AS ends,
      arrayFlatten(arrayMap(i -> arrayMap(j -> (i, j), arrayFilter(j -> starts[j] >= ends[i], range(i + 1, length(starts) + 1))), arrayEnumerate(starts))) AS places
    FROM throughline.runs FINAL
    WHERE {{scope}})
  ARRAY JOIN places AS place, arrayMap(p -> touchpoints[p.1], places) AS from, arrayMap(p -> touchpoints[p.2], places) AS to,
    arrayMap(p -> (starts[p.2] - ends[p.1]) / 1000, places) AS took
  GROUP BY from, to)
ORDER BY n DESC, from, to
LIMIT 2000
