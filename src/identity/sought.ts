import { sqlFile } from '../storage/sql-file.ts'
import type { IdentityStore } from './ledger.ts'

const soughtSql = sqlFile(import.meta, 'sought.sql')

/** Letters of a text by which it can be found: a name is shorter, and the table is in the order of these. */
const mostLetters = 200

/** Commits after one and up to another. */
export interface Commits {
  after: number
  until: number
}

/** Brings the table `sought` from the profiles that were learnt of some commits. */
export const learnSought = (
  { analytics }: IdentityStore,
  workspace: string,
  commits: Commits,
): Promise<void> =>
  analytics.command(
    soughtSql,
    { workspace, params: { ...commits, most: mostLetters } },
    'match',
    'throughline.sought',
  )
