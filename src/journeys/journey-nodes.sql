SELECT each.1 AS node, count() AS lived, uniqExact(key, ordinal) AS runs, groupUniqArray(12)(each.2) AS channels,
  countIf(each.3 = 1) AS starts, countIf(each.4 = 1) AS ends
FROM (
  SELECT key, ordinal, arrayJoin(arrayMap(i -> (if(steps.step[i] = '', steps.touchpoint[i], steps.step[i]), steps.channel[i], i = 1, i = length(steps.touchpoint)),
    range(1, length(steps.touchpoint) + 1))) AS each
  FROM throughline.runs FINAL
  WHERE {{scope}})
GROUP BY node
ORDER BY lived DESC, node
LIMIT 200
