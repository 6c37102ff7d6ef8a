-- Attributes by which runs can be split: few enough values to be a split.
SELECT attribute, value, runs FROM (
  SELECT attribute, value, runs, count() OVER (PARTITION BY attribute) AS different
  FROM (
    SELECT substringIndex(segment, char(31), 1) AS attribute, substring(segment, length(attribute) + 2) AS value, count() AS runs
    FROM throughline.runs FINAL
    ARRAY JOIN segments AS segment
    WHERE {{scope}}
    GROUP BY segment))
WHERE different BETWEEN 2 AND 60
ORDER BY attribute, runs DESC, value
