-- Customers by how many channels they used.
SELECT channels, count() AS n FROM (
  SELECT customer, uniqExactIf(channel, channel != 0) AS channels FROM (
    SELECT runs.channel AS channel, if(merged.customer_id = 0, runs.identifier_id, merged.customer_id) AS customer
    FROM (
      SELECT arrayJoin(if(empty(channels), [0], arrayMap(each -> cityHash64(each), channels))) AS channel, identifier_id
      FROM throughline.runs FINAL WHERE {{scope}} AND identifier_id != 0) AS runs
    LEFT JOIN (
      SELECT identifier_id, customer_id FROM throughline.identifier_customers FINAL
      PREWHERE {{workspace}} AND identifier_id IN (SELECT identifier_id FROM throughline.runs WHERE {{scope}})
      WHERE customer_id != identifier_id) AS merged
      ON merged.identifier_id = runs.identifier_id)
  GROUP BY customer)
GROUP BY channels
