import { nextIssueDays } from './next-issue.ts'

/**
 * Resolved runs after which the same customer next began a run of a journey, within 30 days: those that `next-issue.sql` counts.
 * A condition over runs in which `{{workspace}}` is still a hole.
 */
export const followedBy = (journey: string): string => `outcome_kind = 'success' AND run_id IN (
  SELECT resolved.5 FROM (
    SELECT arrayJoin(life) AS resolved, arrayFirst(other -> other.1 > assumeNotNull(resolved.4) AND other.2 != resolved.2, life) AS next
    FROM (
      SELECT if(merged.customer_id = 0, lives.identifier_id, merged.customer_id) AS customer,
        arraySort(each -> each.1, groupArray((lives.started_at, toString(lives.journey), toString(lives.outcome_kind), lives.ended_at, lives.run_id))) AS life
      FROM (
        SELECT identifier_id, started_at, journey, outcome_kind, ended_at, run_id FROM throughline.runs FINAL
        WHERE {{workspace}} AND snapshot = {snapshot:Int64} AND NOT startsWith(journey, 'subject:') AND identifier_id != 0) AS lives
      LEFT JOIN (
        SELECT identifier_id, customer_id FROM throughline.identifier_customers FINAL WHERE {{workspace}} AND customer_id != identifier_id) AS merged
      ON merged.identifier_id = lives.identifier_id
      GROUP BY customer))
  WHERE resolved.2 = {journey:String} AND resolved.3 = 'success' AND resolved.4 IS NOT NULL AND next.2 = ${journey}
    AND round(greatest(0, next.1 - assumeNotNull(resolved.4)) / 3600000) <= ${nextIssueDays * 24})`
