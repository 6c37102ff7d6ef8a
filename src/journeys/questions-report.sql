-- Hand-ins with the same question answered (or not) after the same seconds, and in how many runs questions could be observed.
SELECT question, seconds, answered, count() AS n
FROM (
  SELECT questions.question AS question, round(questions.seconds) AS seconds, questions.answered AS answered
  FROM throughline.runs FINAL ARRAY JOIN questions WHERE {{scope}} AND silence_unknown = 0)
GROUP BY question, seconds, answered
