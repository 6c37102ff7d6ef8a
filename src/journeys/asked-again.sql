SELECT asked_again.item AS item, asked_again.channel AS channel, asked_again.given_in AS given_in, asked_again.security AS security, count() AS times, uniqExact(run_id) AS runs
FROM throughline.runs FINAL
ARRAY JOIN asked_again
WHERE {{scope}}
GROUP BY item, channel, given_in, security
ORDER BY security, times DESC, item, channel
LIMIT 100
