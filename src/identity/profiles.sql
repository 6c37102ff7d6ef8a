-- What is known of each customer: of each trait what was said last, by any of their identifiers.
SELECT customer AS record_id, toUInt8(0) AS side, mapFromArrays(groupArray(trait), groupArray(latest)) AS traits
FROM (
  SELECT if(merged.customer_id = 0, said.identifier_id, merged.customer_id) AS customer, said.trait AS trait,
    argMax(said.value, (said.said_at, said.identifier_id)) AS latest
  FROM (
    SELECT identifier_id, toString(trait) AS trait, value, said_at FROM throughline.profiles FINAL
    WHERE {{workspace}} AND trait NOT IN ('', 'name')) AS said
  LEFT JOIN (SELECT identifier_id, customer_id FROM throughline.identifier_customers FINAL WHERE {{workspace}}) AS merged
    ON merged.identifier_id = said.identifier_id
  GROUP BY customer, trait)
GROUP BY customer
