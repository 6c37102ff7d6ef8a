-- Of each step: how often and by how many runs, how many of those are over, were lost after it as their last designed one, or are silent there now.
SELECT node, count() AS lived, countIf(nth = 1) AS runs, arraySlice(arraySort(groupUniqArray(channel)), 1, 12) AS channels,
  countIf(number = 1) AS starts, countIf(number = taken) AS ends,
  countIf(nth = 1 AND over) AS over_runs, countIf(nth = 1 AND node = lost_after) AS lost,
  countIf(nth = 1 AND known) AS known_runs, countIf(nth = 1 AND known AND node = silent_since) AS silent_now
FROM (
  SELECT steps.node AS nodes, steps.channel AS used, length(nodes) AS taken,
    outcome_kind != 'open' AS over, silence_unknown = 0 AS known,
    if(outcome_kind IN ('failure', 'abandoned'), arrayLast(s -> s != '', steps.step), '') AS lost_after,
    arrayFirst((f, o, e) -> o = 1 AND e > 0, gaps.from, gaps.open, gaps.excess) AS silent_since
  FROM throughline.runs FINAL
  WHERE {{scope}})
ARRAY JOIN nodes AS node, used AS channel, arrayEnumerate(nodes) AS number, arrayEnumerateUniq(nodes) AS nth
GROUP BY node
ORDER BY lived DESC, node
LIMIT 200
