-- Who holds the ball of an open run has held it until the run was judged.
SELECT count() AS runs, countIf(known) AS observed, countIf(known AND told) AS told, sumForEachIf(held, known) AS held, quantileExactInclusiveIf(0.5)(arraySum(held), known) AS median
FROM (
  SELECT ball.active IS NOT NULL AS known, if(ball.holder = '', 0, greatest(0, judged_until - ifNull(ball.until, judged_until)) / 1000) AS running,
    arrayMap((seconds, holder) -> assumeNotNull(seconds) + if(holder = ball.holder, running, 0),
      [ball.active, ball.company, ball.customer, ball.third_party, ball.unknown], ['active', 'company', 'customer', 'third_party', 'unknown']) AS held,
    arraySum(held) > held[5] AS told
  FROM throughline.runs FINAL WHERE {{scope}})
