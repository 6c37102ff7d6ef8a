SELECT node, count() AS lived, countIf(nth = 1) AS runs, groupUniqArray(12)(channel) AS channels,
  countIf(number = 1) AS starts, countIf(number = taken) AS ends
FROM (
  SELECT steps.node AS nodes, steps.channel AS used, length(nodes) AS taken
  FROM throughline.runs FINAL
  WHERE {{scope}})
ARRAY JOIN nodes AS node, used AS channel, arrayEnumerate(nodes) AS number, arrayEnumerateUniq(nodes) AS nth
GROUP BY node
ORDER BY lived DESC, node
LIMIT 200
