-- Silent gaps by the place they began at, how long they lasted (to a minute), and whether they last still.
SELECT gaps.from AS from, round(gaps.seconds / 60) * 60 AS lasted, gaps.open = 0 AS over, count() AS n
FROM throughline.runs FINAL
ARRAY JOIN gaps
WHERE {{scope}} AND silence_unknown = 0
GROUP BY from, lasted, over
ORDER BY from, lasted, over
