-- Who contradicts whom: the owner of each statement, else its channel.
SELECT if(contradictions.first_owner = '', contradictions.first_channel, contradictions.first_owner) AS first,
  if(contradictions.second_owner = '', contradictions.second_channel, contradictions.second_owner) AS second, count() AS times, uniqExact(run_id) AS runs
FROM throughline.runs FINAL
ARRAY JOIN contradictions
WHERE {{scope}}
GROUP BY first, second
ORDER BY times DESC, first, second
LIMIT 100
