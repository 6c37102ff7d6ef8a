-- Every customer, or every group, with each commit that touched it and when what it brought began: by an interaction, by a subject, by a merge, by who belongs to it.
-- A subject some of whose interactions name nobody may change hands: its commits touch everybody ever seen with it.
WITH
  holders AS ({{holders}}),
  shared AS (
    SELECT kind, key, identifier_id, commit_id, started_at FROM throughline.history
    WHERE {{workspace}} AND kind != 'identifier'
      AND (kind, key) IN (
        SELECT kind, key FROM throughline.history
        WHERE {{workspace}} AND kind != 'identifier' AND identifier_id = 0)),
  touches AS (
    SELECT key AS identifier_id, commit_id, started_at FROM throughline.history WHERE {{workspace}} AND kind = 'identifier'
    UNION ALL
    SELECT seen.identifier_id AS identifier_id, shared.commit_id AS commit_id, shared.started_at AS started_at
    FROM shared
    INNER JOIN (SELECT DISTINCT kind, key, identifier_id FROM shared WHERE identifier_id != 0) AS seen
      ON seen.kind = shared.kind AND seen.key = shared.key)
SELECT if(holders.holder = 0, touches.identifier_id, holders.holder) AS key, touches.commit_id AS commit_id, touches.started_at AS started_at
FROM touches {{each}} JOIN holders ON holders.identifier_id = touches.identifier_id
UNION ALL {{changes}}
