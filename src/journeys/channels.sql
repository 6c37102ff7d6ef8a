-- Customers, and runs, by how many channels they used.
SELECT 'customers' AS of, channels, count() AS n FROM (
  SELECT customer, uniqExactArray(channels) AS channels FROM (
    SELECT runs.channels AS channels, if(merged.customer_id = 0, runs.identifier_id, merged.customer_id) AS customer
    FROM (SELECT channels, identifier_id FROM throughline.runs FINAL WHERE {{scope}}) AS runs
    LEFT JOIN (SELECT identifier_id, customer_id FROM throughline.identifier_customers FINAL WHERE {{workspace}}) AS merged
      ON merged.identifier_id = runs.identifier_id
    WHERE runs.identifier_id != 0)
  GROUP BY customer)
GROUP BY channels
UNION ALL
SELECT 'runs' AS of, length(channels) AS channels, count() AS n FROM throughline.runs FINAL WHERE {{scope}} GROUP BY channels
