-- Every customer with each commit that touched them: by an interaction, by a subject of theirs, by a merge.
WITH
  merged AS (SELECT identifier_id, customer_id, commit_id FROM throughline.identifier_customers FINAL WHERE {{workspace}}),
  owners AS (
    SELECT kind, key, argMin(identifier_id, (started_at, sequence, interaction_id)) AS owner
    FROM throughline.history FINAL
    WHERE {{workspace}} AND kind != 'identifier' AND identifier_id != 0
    GROUP BY kind, key),
  touches AS (
    SELECT key AS identifier_id, commit_id FROM throughline.history WHERE {{workspace}} AND kind = 'identifier'
    UNION ALL
    SELECT owners.owner AS identifier_id, history.commit_id AS commit_id
    FROM (SELECT kind, key, commit_id FROM throughline.history WHERE {{workspace}} AND identifier_id = 0) AS history
    INNER JOIN owners ON owners.kind = history.kind AND owners.key = history.key)
SELECT if(merged.customer_id = 0, touches.identifier_id, merged.customer_id) AS key, touches.commit_id AS commit_id
FROM touches LEFT JOIN merged ON merged.identifier_id = touches.identifier_id
UNION ALL SELECT identifier_id AS key, commit_id FROM merged
UNION ALL SELECT customer_id AS key, commit_id FROM merged
