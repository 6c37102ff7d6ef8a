import { badInput } from '../http/errors.ts'
import type { OpenAnalytics } from '../storage/analytics.ts'
import { ensureViews, viewNames } from './views.ts'

const formats = {
  json: 'JSONEachRow',
  csv: 'CSVWithNames',
  table: 'PrettyCompactMonoBlock',
  parquet: 'Parquet',
} as const
const types = {
  json: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8',
  table: 'text/plain; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
} as const

/** Functions that look outside of the query's own rows. */
const outside =
  /^(file|url|s3|remote|cluster|mysql|postgresql|mongodb|redis|jdbc|odbc|hdfs|executable|input|dict|joinGet|getSetting|currentDatabase|hostName|catboost|filesystem)/i

/**
 * Runs one SELECT over the documented views of a workspace, read only, at most a minute.
 * What it names is asked of the engine's own parser, not guessed from the text.
 * @throws Problem with the engine's words when it is refused or fails.
 */
export async function runSqlText(
  analytics: OpenAnalytics,
  workspace: string,
  sql: string,
  format: keyof typeof formats,
): Promise<Response> {
  const database = await ensureViews(analytics, workspace)
  const statement = sql.trim().replace(/;\s*$/, '')
  // Even an EXPLAIN of it would write the file, on the server: the word is refused wherever it stands.
  if (/outfile/i.test(statement))
    throw badInput(
      'sql',
      'A query cannot write a file.',
      'Leave INTO OUTFILE out; the answer can be saved where it is asked.',
    )
  try {
    await refuseOutside(analytics, statement, database)
    const body = await analytics.raw(statement, formats[format], database)
    return new Response(new Uint8Array(body), { headers: { 'content-type': types[format] } })
  } catch (error) {
    if (error instanceof Error && 'details' in error) throw error
    throw badInput(
      'sql',
      `The query was refused: ${words(error)}`,
      `Views are: ${viewNames.join(', ')}; see docs/sql.md.`,
    )
  }
}

async function refuseOutside(analytics: OpenAnalytics, statement: string, database: string): Promise<void> {
  const tree = (await analytics.raw(`EXPLAIN AST ${statement}`, 'TabSeparatedRaw', database)).toString()
  if (!/^"?SelectWithUnionQuery/.test(tree.trim()))
    throw badInput('sql', 'Only one SELECT can be run.', 'WITH … SELECT is a SELECT too.')
  for (const [, name] of tree.matchAll(/Function (\S+)/g))
    if (outside.test(name!))
      throw badInput('sql', `The function ${name} is not allowed here.`, 'Only the views can be read.')
  const resolved = (
    await analytics.raw(`EXPLAIN QUERY TREE ${statement}`, 'TabSeparatedRaw', database)
  ).toString()
  if (/\bTABLE_FUNCTION\b/.test(resolved))
    throw badInput('sql', 'Table functions are not allowed here.', 'Only the views can be read.')
  for (const [, name] of resolved.matchAll(/\bTABLE id: \d+,.*?table_name: ([^\s,]+)/g))
    if (!viewNames.some((view) => name === `${database}.${view}`))
      throw badInput(
        'sql',
        `The table ${name} is not one of the views.`,
        `Views are: ${viewNames.join(', ')}.`,
      )
}

const words = (error: unknown) =>
  String(error instanceof Error ? error.message : error)
    .split('\n')[0]!
    .slice(0, 400)
