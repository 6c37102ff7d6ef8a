/**
 * A query of the keys whose present runs meet a condition, over `journey` and `snapshot`. Which might is asked of all
 * versions first: only these few are then read as FINAL, which would cost a hundred milliseconds over all.
 */
export function dueKeys(condition: string): string {
  const own = '{{workspace}} AND journey = {journey:String} AND snapshot = {snapshot:Int64}'
  return `SELECT key FROM throughline.runs FINAL
    PREWHERE ${own} AND key IN (SELECT key FROM throughline.runs WHERE ${own} AND ${condition}) WHERE ${condition}`
}
