-- Contacts repeated (or not yet) after the same seconds.
SELECT seconds, repeated, count() AS n
FROM (
  SELECT round(repeats.seconds) AS seconds, repeats.repeated AS repeated
  FROM throughline.runs FINAL ARRAY JOIN repeats WHERE {{scope}})
GROUP BY seconds, repeated
