-- Seconds of runs by place, from when something began there until the next began, and by who held the ball; place '': runs whose time
-- cannot be parted so (what is rebuilt here from the steps is not what was measured of the run). all = 1: of all places.
-- Over 4096 groups of customers: the sum of each, its square, and its product with the whole time of the group.
SELECT grouping(place) = 1 AS all, place, sum(came) AS runs, uniqExact(pool) AS pools, sum(times[1]) AS active, sum(times[2]) AS company,
  sum(times[3]) AS customer, sum(times[4]) AS third_party, sum(times[5]) AS unknown,
  sum(seconds) AS a, sum(seconds * seconds) AS aa, sum(seconds * whole) AS ab
FROM (
  SELECT pool, place, sum(nth = 1) AS came, sumForEach(held) AS times, arraySum(times) AS seconds, sum(seconds) OVER (PARTITION BY pool) AS whole
  FROM (
    SELECT pool, arrayJoin(arrayZip(if(placed, places, ['']), if(placed, parts, [measured]), if(placed, arrayEnumerateUniq(places), [1]))) AS each,
      each.1 AS place, each.2 AS held, each.3 AS nth
    FROM (
      SELECT pool, places, measured,
        arrayMap((done, doing, wait, before, next, doing_unknown, wait_unknown) ->
          [done,
            if(before = 'company', doing - doing_unknown, 0) + if(next = 'company', wait - wait_unknown, 0),
            if(before = 'customer', doing - doing_unknown, 0) + if(next = 'customer', wait - wait_unknown, 0),
            if(before = 'third_party', doing - doing_unknown, 0) + if(next = 'third_party', wait - wait_unknown, 0),
            doing_unknown + wait_unknown + if(before IN ('company', 'customer', 'third_party'), 0, doing - doing_unknown)
              + if(next IN ('company', 'customer', 'third_party'), 0, wait - wait_unknown)],
          active, inner, waits, holders, arrayPushBack(arrayPopFront(holders), last_holder), inner_unknown, waits_unknown) AS parts,
        arrayExists((x, y) -> abs(x - y) > 1, arrayReduce('sumForEach', parts), measured) = 0 AS placed
      FROM (
        SELECT *,
          arrayMap((total, inner_time, wait) -> total - inner_time - wait, arrayCumSum(arrayMap((x, y) -> x + y, inner, waits)), inner, waits) AS until_then,
          arrayMap((before, inner_time) -> least(greatest(measured[5] - before, 0), inner_time), until_then, inner) AS inner_unknown,
          arrayMap((before, inner_time, wait) -> least(greatest(measured[5] - before - inner_time, 0), wait), until_then, inner, waits) AS waits_unknown,
          -- Whoever held the ball after the last of a run that is over: what is left of the time is theirs.
          if(ball_holder != '', ball_holder, arrayElement(['company', 'customer', 'third_party'], arrayFirstIndex(x -> x = arrayMax(rest), rest))) AS last_holder,
          arrayMap((has_had, holder) -> has_had - arraySum(arrayMap((inner_time, own, none) -> if(own = holder, inner_time - none, 0), inner, holders, inner_unknown))
            - arraySum(arrayMap((wait, own, none) -> if(own = holder, wait - none, 0), arrayPopBack(waits), arrayPopFront(holders), arrayPopBack(waits_unknown))),
            arraySlice(measured, 2, 3), ['company', 'customer', 'third_party']) AS rest
        FROM (
          SELECT pool, ball_holder, measured, places, holders,
            arrayMap((busy, at, internal) -> if(internal, 0, busy - at), busy_until, starts, insides) AS active,
            arrayMap((busy, at, internal) -> if(internal, busy - at, 0), busy_until, starts, insides) AS inner,
            arrayMap((next, busy) -> next - busy, nexts, busy_until) AS waits
          FROM (
            SELECT if(identifier_id = 0, key, identifier_id) % 4096 AS pool, toString(ball.holder) AS ball_holder, ifNull(ended_at, judged_until) / 1000 AS judged,
              greatest(0, judged - ifNull(ball.until, 0) / 1000) AS running,
              arrayMap((time, holder) -> assumeNotNull(time) + if(holder = ball_holder, running, 0),
                [ball.active, ball.company, ball.customer, ball.third_party, ball.unknown], ['active', 'company', 'customer', 'third_party', 'unknown']) AS measured,
              -- What came early stands first, and waited for nobody known like the first itself.
              greatest(1, arrayLastIndex(who -> who = 'unknown', steps.waited_for)) AS first,
              arrayMap(node -> transform(toString(node), {nodes:Array(String)}, {places:Array(String)}, toString(node)), arraySlice(steps.node, first)) AS places,
              arrayMap(who -> toString(who), arraySlice(steps.waited_for, first)) AS holders,
              arraySlice(steps.internal, first) AS insides,
              arrayMap(at -> least(at / 1000, judged), arraySlice(steps.started_at, first)) AS starts,
              arrayPushBack(arrayPopFront(starts), judged) AS nexts,
              arrayMax(arrayMap((at, ended) -> least(greatest(ifNull(ended, at), at) / 1000, judged), arraySlice(steps.started_at, first), arraySlice(steps.ended_at, first))) AS last_end,
              arrayMap((at, next, busy) -> greatest(at, least(next, busy)), starts, nexts,
                arrayPushBack(arrayMap((next, wait) -> next - wait, arrayMap(at -> at / 1000, arraySlice(steps.started_at, first + 1)), arraySlice(steps.waiting, first + 1)), last_end)) AS busy_until
            FROM throughline.runs FINAL
            WHERE {{scope}} AND ball.active IS NOT NULL)))))
  GROUP BY pool, place)
GROUP BY GROUPING SETS ((place), ())
ORDER BY a DESC, place
