-- Interactions of one feed in its last days, chosen by what is asked of them.
SELECT toString(interaction_id) AS interaction_id, started_at, received_at, (received_at - started_at) / 1000 AS late, touchpoint, channel,
  arrayStringConcat(arrayMap(each -> concat(each.kind, ' ', each.value), identifiers), ', ') AS identifiers,
  arrayStringConcat(arrayMap(each -> concat(each.type, ' ', each.id), subjects), ', ') AS subjects, record_key
FROM throughline.interactions FINAL
WHERE {{workspace}} AND source = {source:String}
  AND if({live:Bool}, received_at, started_at) <= {end:Int64} AND if({live:Bool}, received_at, started_at) > {end:Int64} - {window:Int64}
  AND multiIf({which:String} = 'nameless', empty(identifiers), {which:String} = 'ahead', started_at > received_at + 60000, 1)
ORDER BY if({which:String} = 'late', received_at - started_at, if({live:Bool}, received_at, started_at)) DESC, interaction_id
LIMIT 50
