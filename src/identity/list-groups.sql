-- Groups by what they are called, with how many customers are in each. What people said, over sources, comes as parameters.
WITH
  merged AS (SELECT identifier_id, customer_id FROM throughline.identifier_customers FINAL WHERE {{workspace}}),
  spoken AS (
    SELECT arrayJoin(arrayZip({kinds:Array(String)}, {keys:Array(String)}, {names:Array(String)}, {group_ids:Array(UInt64)},
      {members:Array(UInt64)}, {stands:Array(UInt8)})) AS word),
  told AS (
    SELECT toString(kind) AS kind, key, name, group_id, identifier_id, started_at, 1 AS stands
    FROM throughline.memberships FINAL
    WHERE {{workspace}} AND (group_id, identifier_id) NOT IN (SELECT word.4, word.5 FROM spoken WHERE word.6 = 0)
    UNION ALL
    SELECT word.1, word.2, word.3, word.4, word.5, 0, word.6 FROM spoken)
SELECT kind, key, argMaxIf(name, started_at, name != '') AS called,
  uniqExactIf(if(merged.customer_id = 0, told.identifier_id, merged.customer_id), stands = 1) AS members
FROM told LEFT JOIN merged ON merged.identifier_id = told.identifier_id
WHERE {kind:String} = '' OR kind = {kind:String}
GROUP BY kind, key
HAVING arrayAll(word -> position(
  replaceRegexpAll(lowerUTF8(normalizeUTF8NFKD(concat(argMaxIf(name, started_at, name != ''), ' ', key))), '\\p{Mn}+', ''), word) > 0, {words:Array(String)})
ORDER BY members DESC, kind, key
LIMIT {limit:UInt32}
