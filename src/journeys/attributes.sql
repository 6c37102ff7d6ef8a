-- Attributes by which runs can be split: few enough values to be a split.
SELECT attribute, value, runs FROM (
  SELECT attribute, value, runs, count() OVER (PARTITION BY attribute) AS different
  FROM (
    SELECT attribute, value, count() AS runs
    FROM (SELECT mapKeys(attributes) AS names, mapValues(attributes) AS texts FROM throughline.runs FINAL WHERE {{scope}})
    ARRAY JOIN names AS attribute, texts AS value
    GROUP BY attribute, value))
WHERE different BETWEEN 2 AND 60
ORDER BY attribute, runs DESC, value
