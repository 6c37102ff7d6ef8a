-- All versions, in no order: the reader tells them apart. The conditions are over the sorting key.
SELECT key, name, interaction_id, source, record_key, sequence, started_at, ended_at, channel, touchpoint,
  direction, begun_by, ball_after, identifier_id,
  if(is_news, news_delivery, '') AS news, news_received, news_needed_from_you, news_next_by,
  promises, score_question, score_value, attributes, information_given, information_asked, agent, team, statements,
  version, is_deleted
FROM throughline.history
PREWHERE {{scope}} AND kind = {kind:String}
