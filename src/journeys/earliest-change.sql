-- Of all versions: an outdated one wakes a follower for nothing, now and then; telling versions apart would cost a reading of all runs.
SELECT min(next_change_at) AS next FROM throughline.runs WHERE {{workspace}} AND snapshot = 0 AND next_change_at > {now:Int64}
