-- Of each ratio of sums: runs in which it was observed, customers, and over customers Σa, Σb, Σa², Σab, Σb².
SELECT sumForEach(observed) AS runs, sumForEach(arrayMap(n -> n > 0, observed)) AS customers, sumForEach(tops) AS a, sumForEach(bottoms) AS b,
  sumForEach(arrayMap(x -> x * x, tops)) AS aa, sumForEach(arrayMap((x, y) -> x * y, tops, bottoms)) AS ab, sumForEach(arrayMap(y -> y * y, bottoms)) AS bb
FROM (
  SELECT sumForEach(arrayMap(known -> toUInt8(known), knowns)) AS observed, sumForEach(arrayMap((x, known) -> if(known, x, 0), ofs, knowns)) AS tops,
    sumForEach(arrayMap((y, known) -> if(known, y, 0), pers, knowns)) AS bottoms
  FROM (
    SELECT if(identifier_id = 0, key, identifier_id) AS customer, [{{ofs}}] AS all_ofs, [{{pers}}] AS all_pers,
      arrayMap((x, y) -> x IS NOT NULL AND y IS NOT NULL, all_ofs, all_pers) AS knowns,
      arrayMap(x -> toFloat64(ifNull(x, 0)), all_ofs) AS ofs, arrayMap(y -> toFloat64(ifNull(y, 0)), all_pers) AS pers
    FROM throughline.runs FINAL WHERE {{scope}})
  GROUP BY customer)
