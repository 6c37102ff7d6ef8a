SELECT channel_switches.from AS from, channel_switches.to AS to, countIf(channel_switches.kind = 'forced') AS forced,
  countIf(channel_switches.kind = 'chosen') AS chosen, countIf(channel_switches.kind = 'designed') AS designed
FROM throughline.runs FINAL
ARRAY JOIN channel_switches
WHERE {{scope}}
GROUP BY from, to
ORDER BY forced DESC, chosen DESC, from, to
