-- By the channel a run's contacts began in: seconds (to a minute) from the end of the first contact until the customer was forced into another, or watched without that.
SELECT first AS channel, round(greatest(0, if(forced = 1, switched_at, ifNull(ended_at, judged_until)) - began) / 60000) * 60 AS seconds, forced, count() AS n
FROM (
  SELECT channels[1] AS first, indexOf(steps.channel, first) AS place, ended_at, judged_until,
    ifNull(steps.ended_at[place], steps.started_at[place]) AS began,
    arrayFirstIndex((kind, from) -> kind = 'forced' AND from = first, channel_switches.kind, channel_switches.from) AS switch,
    switch > 0 AS forced, channel_switches.at[switch] AS switched_at
  FROM throughline.runs FINAL
  WHERE {{scope}} AND effort.forced_switches IS NOT NULL)
WHERE place > 0
GROUP BY channel, seconds, forced
ORDER BY channel, seconds, forced
