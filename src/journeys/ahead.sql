-- Of all versions: what was withdrawn wakes a follower for nothing, once.
SELECT minOrNull(started_at) AS next FROM throughline.history WHERE {{workspace}} AND started_at > {now:Int64}
