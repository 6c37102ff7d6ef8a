SELECT run_id, subject, contradictions.about AS about, contradictions.what AS what, contradictions.first AS first, contradictions.second AS second,
  contradictions.first_at AS first_at, contradictions.second_at AS second_at, contradictions.first_channel AS first_channel,
  contradictions.second_channel AS second_channel, contradictions.first_owner AS first_owner, contradictions.second_owner AS second_owner
FROM throughline.runs FINAL
ARRAY JOIN contradictions
WHERE {{scope}}
ORDER BY second_at DESC, run_id
LIMIT 20
