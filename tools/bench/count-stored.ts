import { CallFailed } from '../../src/http/call.ts'
import { runSql } from '../../src/journeys/contract.ts'
import type { Server } from './server.ts'

/** Interactions of a source as the documented view shows them. */
export async function countStored(
  server: Server,
  source: string,
): Promise<{ rows: number; distinct: number }> {
  if (!/^[a-z0-9-]+$/.test(source))
    throw new CallFailed(400, { title: 'No name', detail: `${source} cannot stand in a query.` })
  const answer: unknown = await server.call(runSql, {
    sql: `SELECT count() AS rows, uniqExact(interaction_id) AS distinct FROM interactions WHERE source = '${source}'`,
    format: 'json',
  })
  const { rows, distinct } = answer as { rows: string; distinct: string }
  return { rows: Number(rows), distinct: Number(distinct) }
}
