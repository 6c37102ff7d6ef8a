-- Interactions of a period that break rules, by rule and day. The rules stand in arrays side by side.
SELECT rule, intDiv(started_at, 86400000) AS day, count() AS n, groupArraySorted(3)(toString(interaction_id)) AS examples
FROM (
  SELECT interaction_id, started_at,
    arrayJoin(arrayFilter((rule, word, kind, name, allowed) -> word = touchpoint AND multiIf(
        kind = 'channel', NOT has(splitByChar(char(31), allowed), toString(channel)),
        kind = 'identifier', NOT arrayExists(each -> each.kind = name, identifiers),
        kind = 'attribute', empty(attributes[name]),
        empty(attributes[name]), 0,
        kind = 'one_of', NOT has(splitByChar(char(31), allowed), attributes[name]),
        allowed = 'number', NOT match(attributes[name], {number:String}),
        allowed = 'boolean', NOT match(attributes[name], {boolean:String}),
        NOT match(attributes[name], {time:String})),
      {rules:Array(UInt32)}, {words:Array(String)}, {kinds:Array(String)}, {names:Array(String)}, {allowed:Array(String)})) AS rule
  FROM throughline.interactions FINAL
  WHERE {{workspace}} AND started_at > {since:Int64} AND started_at <= {until:Int64} AND touchpoint IN ({words:Array(String)}))
GROUP BY rule, day
ORDER BY rule, day
