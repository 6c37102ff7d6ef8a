-- Every customer with each commit that touched them: by an interaction, by a subject of theirs, by a merge.
-- A subject some of whose interactions name nobody may change hands: its commits touch everybody ever seen with it.
WITH
  merged AS (SELECT identifier_id, customer_id, commit_id FROM throughline.identifier_customers FINAL WHERE {{workspace}}),
  shared AS (
    SELECT kind, key, identifier_id, commit_id FROM throughline.history
    WHERE {{workspace}} AND kind != 'identifier'
      AND (kind, key) IN (
        SELECT kind, key FROM throughline.history
        WHERE {{workspace}} AND kind != 'identifier' AND identifier_id = 0)),
  touches AS (
    SELECT key AS identifier_id, commit_id FROM throughline.history WHERE {{workspace}} AND kind = 'identifier'
    UNION ALL
    SELECT seen.identifier_id AS identifier_id, shared.commit_id AS commit_id
    FROM shared
    INNER JOIN (SELECT DISTINCT kind, key, identifier_id FROM shared WHERE identifier_id != 0) AS seen
      ON seen.kind = shared.kind AND seen.key = shared.key)
SELECT if(merged.customer_id = 0, touches.identifier_id, merged.customer_id) AS key, touches.commit_id AS commit_id
FROM touches LEFT JOIN merged ON merged.identifier_id = touches.identifier_id
UNION ALL SELECT identifier_id AS key, commit_id FROM merged
UNION ALL SELECT customer_id AS key, commit_id FROM merged
