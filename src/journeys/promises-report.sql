-- Promises of so many keys: keys are hashes, so the first of them are a fair sample.
SELECT promises.what AS what, promises.state AS state, promises.made_at AS made_at, promises.due AS due, promises.due_last AS due_last, promises.fulfilled_at AS fulfilled_at, judged_until
FROM (
  SELECT `promises.what`, `promises.state`, `promises.made_at`, `promises.due`, `promises.due_last`, `promises.fulfilled_at`, judged_until
  FROM throughline.runs FINAL WHERE {{scope}} AND notEmpty(promises.what)
  ORDER BY key LIMIT {most:UInt32})
ARRAY JOIN promises
