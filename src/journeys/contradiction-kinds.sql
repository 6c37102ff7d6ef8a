SELECT contradictions.what AS what, count() AS times, uniqExact(run_id) AS runs
FROM throughline.runs FINAL
ARRAY JOIN contradictions
WHERE {{scope}}
GROUP BY what
ORDER BY times DESC, what
LIMIT 100
