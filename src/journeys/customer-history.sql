-- The history of a customer, or of a group: what carries an identifier of theirs, and what carries only a subject of theirs.
-- A subject belongs to the identifier first seen with it, learnt before or after. `holders`: whose each identifier is.
WITH
  holders AS ({{holders}}),
  first_seen AS (
    SELECT kind, key, argMin(identifier_id, (started_at, sequence, interaction_id)) AS seen_with
    FROM throughline.history FINAL
    WHERE {{workspace}} AND kind != 'identifier' AND identifier_id != 0
    GROUP BY kind, key),
  owned AS (
    SELECT history.* EXCEPT (identifier_id), first_seen.seen_with AS identifier_id
    FROM (SELECT * FROM throughline.history FINAL WHERE {{workspace}}) AS history
    INNER JOIN first_seen ON first_seen.kind = history.kind AND first_seen.key = history.key
    WHERE history.identifier_id = 0
    UNION ALL
    SELECT * EXCEPT (identifier_id), identifier_id FROM throughline.history FINAL WHERE {{workspace}} AND kind = 'identifier')
SELECT owner AS key, owner_name AS name, interaction_id, source, record_key, sequence, started_at, ended_at, channel, touchpoint,
  direction, begun_by, ball_after, identifier_id,
  if(is_news, news_delivery, '') AS news, news_received, news_needed_from_you, news_next_by,
  promises, score_question, score_value, attributes, information_given, information_asked, agent, team, statements
FROM (
  SELECT owned.* EXCEPT (key), if(holders.holder = 0, owned.identifier_id, holders.holder) AS owner,
    if(holders.holder = 0, toString(owned.identifier_id), holders.name) AS owner_name, owner AS key
  FROM owned {{each}} JOIN holders ON holders.identifier_id = owned.identifier_id)
WHERE {{scope}}
ORDER BY owner, started_at, sequence, source, record_key, interaction_id
