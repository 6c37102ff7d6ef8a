import type { Caller } from '../http/serve.ts'
import type { Db } from '../storage/operational.ts'
import type { AccessTables } from './tables.ts'

/** What somebody did. `on_what` names no customer but by the salted name that `customerName` gives: the log outlives them. */
export interface Deed {
  workspace: string
  by: string
  act: string
  on_what: string
  /** `done`, or why not. */
  outcome?: string
  detail?: string
}

/** Who calls, as the audit log has it. */
export const byOf = ({ person }: Caller): string => person?.email ?? 'command line'

/** Adds to the audit log: rows are never changed or taken away. */
export async function noteDeed(db: Db<AccessTables>, deed: Deed): Promise<void> {
  const { workspace, by, act, on_what, outcome = 'done', detail = '' } = deed
  await db
    .insertInto('audit')
    .values({
      workspace,
      by: by.slice(0, 200),
      act,
      on_what: on_what.slice(0, 200),
      outcome: outcome.slice(0, 300),
      detail: detail.slice(0, 1000),
    })
    .execute()
}

export interface AuditAsked {
  act?: string | undefined
  by?: string | undefined
  on_what?: string | undefined
  since?: string | undefined
  until?: string | undefined
  before?: number | undefined
  limit: number
}

/** The audit log of a workspace and of the installation, newest first; `next` leads to the page after. */
export async function readDeeds(db: Db<AccessTables>, workspace: string, asked: AuditAsked) {
  let query = db.selectFrom('audit').selectAll().where('workspace', 'in', [workspace, ''])
  if (asked.act) query = query.where('act', '=', asked.act)
  if (asked.by) query = query.where('by', '=', asked.by)
  if (asked.on_what) query = query.where('on_what', '=', asked.on_what)
  if (asked.since) query = query.where('at', '>=', new Date(asked.since))
  if (asked.until) query = query.where('at', '<', new Date(asked.until))
  if (asked.before) query = query.where('audit_id', '<', asked.before)
  const rows = await query
    .orderBy('audit_id', 'desc')
    .limit(asked.limit + 1)
    .execute()
  const page = rows.slice(0, asked.limit)
  return {
    deeds: page.map(({ at, ...row }) => ({ ...row, at: at.toISOString() })),
    next: rows.length > asked.limit ? page.at(-1)!.audit_id : null,
  }
}
