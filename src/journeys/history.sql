-- All conditions are over the sorting key, so that PREWHERE may narrow what FINAL has to read: a tenth and less.
SELECT key, name, interaction_id, source, record_key, sequence, started_at, ended_at, channel, touchpoint,
  direction, begun_by, ball_after, identifier_id,
  if(is_news, news_delivery, '') AS news, news_received, news_needed_from_you, news_next_by,
  promises, score_question, score_value, attributes, information_given, information_asked, agent, team, statements
FROM throughline.history FINAL
PREWHERE {{scope}} AND kind = {kind:String}
ORDER BY key, started_at, sequence, source, record_key, interaction_id
