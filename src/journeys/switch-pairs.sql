SELECT channel_switches.from AS from, channel_switches.to AS to, countIf(channel_switches.kind = 'forced') AS forced,
  countIf(channel_switches.kind = 'chosen') AS chosen, countIf(channel_switches.kind = 'designed') AS designed,
  uniqExactIf(run_id, channel_switches.kind = 'forced') AS forced_runs, uniqExactIf(run_id, channel_switches.kind = 'chosen') AS chosen_runs,
  uniqExactIf(run_id, channel_switches.kind = 'designed') AS designed_runs
FROM throughline.runs FINAL
ARRAY JOIN channel_switches
WHERE {{scope}}
GROUP BY from, to
ORDER BY forced DESC, chosen DESC, from, to
