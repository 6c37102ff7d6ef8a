-- Attributes by which runs can be split: few enough values to be a split.
SELECT each.1 AS attribute, each.2 AS value, count() AS runs
FROM (SELECT arrayJoin(CAST(attributes, 'Array(Tuple(String, String))')) AS each FROM throughline.runs FINAL WHERE {{scope}})
WHERE each.1 IN (
  SELECT attribute FROM (
    SELECT arrayJoin(CAST(attributes, 'Array(Tuple(String, String))')) AS pair, pair.1 AS attribute, pair.2 AS value
    FROM throughline.runs FINAL WHERE {{scope}})
  GROUP BY attribute HAVING uniq(value) BETWEEN 2 AND 60)
GROUP BY attribute, value
ORDER BY attribute, runs DESC, value
