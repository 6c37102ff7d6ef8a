import { randomUUID } from 'node:crypto'
import type { Analytics } from '../storage/analytics.ts'
import type { RecordSource } from './match-records.ts'

/** A record from elsewhere than the interactions: of a file that somebody wants to try. */
export interface HeldRecord {
  /** An unsigned 64-bit number as text. */
  record_id: string
  side: 0 | 1
  traits: Readonly<Record<string, string>>
}

const recordsAtOnce = 10_000
const structure = 'record_id UInt64, side UInt8, traits Map(String, String)'

/** Holds records in the engine while something is done with them. `link`: only those of different sides are matched. */
export async function withRecords<Result>(
  analytics: Analytics,
  workspace: string,
  records: Iterable<HeldRecord> | AsyncIterable<HeldRecord>,
  link: boolean,
  work: (source: RecordSource) => Promise<Result>,
): Promise<Result> {
  const table = `throughline.matching_${randomUUID().replaceAll('-', '').slice(0, 12)}_held`
  const run = (sql: string) => analytics.command(sql, undefined, 'match', 'throughline.matching')
  await run(
    `CREATE TABLE ${table} (${structure}, workspace LowCardinality(String)) ENGINE = MergeTree ORDER BY record_id`,
  )
  try {
    let lines: string[] = []
    const write = async () => {
      if (lines.length > 0)
        await analytics.command(
          `INSERT INTO ${table} SELECT record_id, side, traits, workspace FROM (
             SELECT *, {workspace:String} AS workspace FROM format('JSONCompactEachRow', {structure:String}, {rows:String}))
           WHERE {{workspace}}`,
          { workspace, params: { structure, rows: lines.join('\n') } },
          'match',
          'throughline.matching',
        )
      lines = []
    }
    for await (const { record_id, side, traits } of records) {
      lines.push(JSON.stringify([record_id, side, traits]))
      if (lines.length >= recordsAtOnce) await write()
    }
    await write()
    const sql = `SELECT record_id, side, traits FROM ${table} WHERE {{workspace}}`
    return await work({ sql, scope: { workspace }, link })
  } finally {
    await run(`DROP TABLE IF EXISTS ${table} SYNC`)
  }
}
