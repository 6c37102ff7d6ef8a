-- Gaps with the time until the customer chased, of so many keys: keys are hashes, so the first of them are a fair sample.
SELECT gaps.from AS from, gaps.channel AS channel, gaps.until_chase AS seconds, gaps.chased AS chased, if(identifier_id = 0, key, identifier_id) AS customer
FROM (
  SELECT `gaps.from`, `gaps.channel`, `gaps.until_chase`, `gaps.chased`, identifier_id, key
  FROM throughline.runs FINAL WHERE {{scope}} AND silence_unknown = 0 AND notEmpty(gaps.from)
  ORDER BY key LIMIT {most:UInt32})
ARRAY JOIN gaps
