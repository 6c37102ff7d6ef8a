// The schemas that the migrations lead to, as two files to read. `node tools/schema.ts` writes them anew.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argv, exit } from 'node:process'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { type OpenAnalytics, openAnalytics } from '../src/storage/analytics.ts'
import { openOperational } from '../src/storage/operational.ts'

export const schemaFiles = {
  operational: fileURLToPath(new URL('../src/storage/operational.schema.sql', import.meta.url)),
  analytics: fileURLToPath(new URL('../src/storage/analytics.schema.sql', import.meta.url)),
}

const head = '-- What the migrations lead to. Written by `node tools/schema.ts`; a test compares.\n\n'

/** Both schemas of stores that were just migrated from nothing, as text. */
export async function dumpSchemas(): Promise<Record<keyof typeof schemaFiles, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-schema-'))
  const store = await openOperational(join(folder, 'postgres'), null)
  const analytics = await openAnalytics(join(folder, 'clickhouse'), null)
  try {
    return {
      operational: head + (await operationalSchema(store.pool)),
      analytics: head + (await analyticsSchema(analytics)),
    }
  } finally {
    await analytics.close()
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

const columnsSql = `
  SELECT c.relname AS table, a.attname AS column, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull AS required,
    a.attidentity AS identity, pg_get_expr(d.adbin, d.adrelid) AS preset
  FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  WHERE c.relnamespace = 'throughline'::regnamespace AND c.relkind = 'r'
  ORDER BY c.relname, a.attnum`
const constraintsSql = `
  SELECT c.relname AS table, pg_get_constraintdef(k.oid) AS text FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
  WHERE c.relnamespace = 'throughline'::regnamespace AND k.contype != 'n'
  ORDER BY c.relname, k.contype DESC, text`
const indexesSql = `
  SELECT tablename AS table, indexdef AS text FROM pg_indexes
  WHERE schemaname = 'throughline' AND indexname NOT IN (
    SELECT conname FROM pg_constraint WHERE connamespace = 'throughline'::regnamespace)
  ORDER BY tablename, indexdef`

interface Column {
  table: string
  column: string
  type: string
  required: boolean
  identity: string
  preset: string | null
}

async function operationalSchema(pool: pg.Pool): Promise<string> {
  const rows = async <Row extends pg.QueryResultRow>(sql: string) => (await pool.query<Row>(sql)).rows
  const columns = await rows<Column>(columnsSql)
  const constraints = await rows<{ table: string; text: string }>(constraintsSql)
  const indexes = await rows<{ table: string; text: string }>(indexesSql)
  const tables = [...Map.groupBy(columns, (each) => each.table)].map(([table, own]) => {
    const of = (all: { table: string; text: string }[]) =>
      all.filter((each) => each.table === table).map((each) => each.text)
    const lines = [...own.map(columnText), ...of(constraints)].map((line) => `  ${line}`)
    return [
      `CREATE TABLE ${table} (\n${lines.join(',\n')}\n);`,
      ...of(indexes).map((text) => `${text};`),
    ].join('\n')
  })
  return `${tables.join('\n\n')}\n`
}

function columnText({ column, type, required, identity, preset }: Column): string {
  const generated =
    identity === '' ? [] : [`GENERATED ${identity === 'a' ? 'ALWAYS' : 'BY DEFAULT'} AS IDENTITY`]
  return [
    column,
    type,
    ...(required ? ['NOT NULL'] : []),
    ...generated,
    ...(preset === null ? [] : [`DEFAULT ${preset}`]),
  ].join(' ')
}

/** Without the limits on merging: the engine is told them while it runs, by the size of its tables. */
async function analyticsSchema(analytics: OpenAnalytics): Promise<string> {
  const answer = await analytics.raw(
    "SELECT formatQuery(replaceRegexpAll(create_table_query, ', max_bytes_to_merge_at_[a-z_]+ = [0-9]+', '')) FROM system.tables WHERE database = 'throughline' ORDER BY name",
    'JSONCompactColumns',
    'throughline',
  )
  const [tables] = JSON.parse(answer.toString()) as [string[]]
  return tables.map((text) => `${text};\n`).join('\n')
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const schemas = await dumpSchemas()
  for (const kind of ['operational', 'analytics'] as const) writeFileSync(schemaFiles[kind], schemas[kind])
  exit(0)
}
