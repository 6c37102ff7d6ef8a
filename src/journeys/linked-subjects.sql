-- Subjects seen on one interaction with those of {keys}.
SELECT DISTINCT key, other.type AS type, other.id AS id
FROM throughline.history FINAL
ARRAY JOIN subjects AS other
PREWHERE {{workspace}} AND kind = {kind:String} AND key IN ({keys:Array(UInt64)})
WHERE started_at <= {as_of:Int64}
  AND other.type IN ({kinds:Array(String)}) AND (other.type != kind OR other.id != name)
