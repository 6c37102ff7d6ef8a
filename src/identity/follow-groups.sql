-- Identifiers whose groups may be others since some commits: interactions spoke of their groups or no longer do, or the customer of
-- a member, or of whoever counted as one, changed.
SELECT DISTINCT toString(id) AS id FROM (
  SELECT identifier_id AS id FROM throughline.memberships
  WHERE {{workspace}} AND commit_id > {after:UInt64} AND commit_id <= {until:UInt64}
  UNION ALL
  SELECT arrayJoin([identifier_id, customer_id]) AS id FROM throughline.identifier_customers
  WHERE {{workspace}} AND commit_id > {after:UInt64} AND commit_id <= {until:UInt64}
    AND (identifier_id IN (SELECT identifier_id FROM throughline.identifier_groups WHERE {{workspace}})
      OR customer_id IN (
        SELECT if(merged.customer_id = 0, placed.identifier_id, merged.customer_id)
        FROM (SELECT DISTINCT identifier_id FROM throughline.identifier_groups WHERE {{workspace}}) AS placed
        LEFT JOIN (SELECT identifier_id, customer_id FROM throughline.identifier_customers FINAL WHERE {{workspace}}) AS merged
          ON merged.identifier_id = placed.identifier_id)))
