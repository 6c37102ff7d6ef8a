-- Interactions of some histories, latest first: of identifiers, or of subjects. The conditions are over the sorting key.
SELECT toString(interaction_id) AS interaction_id, kind, toString(key) AS key, toString(identifier_id) AS identifier_id, sequence, source,
  started_at, ended_at, channel, touchpoint, direction, begun_by, subjects, is_news, information_given, information_asked,
  agent, team, score_question, score_value, attributes['subject'] AS about
FROM throughline.history FINAL
PREWHERE {{workspace}} AND kind IN ({kinds:Array(String)}) AND key IN ({keys:Array(UInt64)})
ORDER BY started_at DESC, sequence DESC, interaction_id
LIMIT {most:UInt32}
