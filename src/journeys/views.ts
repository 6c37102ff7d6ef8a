import type { Analytics } from '../storage/analytics.ts'
import { sqlFile } from '../storage/sql-file.ts'

const viewsSql = sqlFile(import.meta, 'views.sql')

export const viewNames = ['interactions', 'runs', 'steps', 'gaps', 'promises']

const made = new WeakMap<Analytics, Set<string>>()

/** The documented read-only views of one workspace, in a database of its own. Returns its name. */
export async function ensureViews(analytics: Analytics, workspace: string): Promise<string> {
  const database = `workspace_${workspace.replaceAll('-', '_')}`
  const known = made.get(analytics) ?? new Set<string>()
  made.set(analytics, known)
  if (known.has(database)) return database
  await analytics.command(`CREATE DATABASE IF NOT EXISTS ${database}`)
  for (const statement of viewsSql.split(/;\s*$/m)) {
    if (statement.trim() !== '')
      await analytics.command(
        statement.replaceAll('{{database}}', database).replaceAll('{{name}}', workspace),
      )
  }
  known.add(database)
  return database
}
