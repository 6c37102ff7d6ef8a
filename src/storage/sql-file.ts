import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The text of a `.sql` file beside its only caller: `sqlFile(import.meta, 'silence.sql')`. */
export const sqlFile = (caller: ImportMeta, name: string): string =>
  readFileSync(join(caller.dirname, name), 'utf8')
