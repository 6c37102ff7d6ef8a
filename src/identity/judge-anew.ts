import { sql } from 'kysely'
import { deciding, type IdentityStore, type Ledger, readPart, settle } from './ledger.ts'
import { sharedAmong } from './shared-among.ts'

/** How far judging anew has come: `judged` of `parts` that hang together. */
export interface JudgingProgress {
  judged: number
  parts: number
}

const underWay = new Map<string, JudgingProgress>()

/** How far judging a workspace anew has come in this process; null = nothing is judged anew. */
export const judgingOf = (workspace: string): JudgingProgress | null => underWay.get(workspace) ?? null

/** Shared identifiers, and parts of the ledger, judged in one transaction: each shared one brings in all it was seen with. */
const sharedAtOnce = 200
const partsAtOnce = 2_000

/**
 * Judges the whole ledger of a workspace by its kinds as they stand. First every shared identifier, so that what they kept
 * apart comes together; then everything that hangs together, where parts can only fall apart: no order matters.
 * Returns true when any customer changed.
 */
export async function judgeAnew(store: IdentityStore, workspace: string): Promise<boolean> {
  const progress = { judged: 0, parts: await countParts(store, workspace) }
  underWay.set(workspace, progress)
  try {
    let changed = false
    for (let last: string | null = '-1'; last !== null; ) {
      const after: string = last
      last = await deciding(store, workspace, async (ledger) => {
        const shared = await sharedAfter(ledger, after)
        if (shared.length === 0) return null
        const reopened = await sharedAmong(ledger, shared)
        const part = await readPart(ledger, [], reopened)
        changed = (await settle(ledger, part, { reopened: new Set(reopened) })).length > 0 || changed
        return shared.at(-1)!
      })
    }
    for (let last: string | null = '-1'; last !== null; ) {
      const after: string = last
      last = await deciding(store, workspace, async (ledger) => {
        const parts = await partsAfter(ledger, after)
        if (parts.length === 0) return null
        changed = (await settle(ledger, await readPart(ledger, parts))).length > 0 || changed
        progress.judged += parts.length
        return parts.at(-1)!
      })
    }
    return changed
  } finally {
    underWay.delete(workspace)
  }
}

async function countParts({ db }: IdentityStore, workspace: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(DISTINCT component_id)::int AS n FROM identity_members WHERE workspace = ${workspace}`.execute(
    db,
  )
  return rows[0]!.n
}

async function sharedAfter({ db, workspace }: Ledger, last: string): Promise<string[]> {
  const { rows } = await sql<{ identifier_id: string }>`
    SELECT identifier_id FROM identity_members WHERE workspace = ${workspace} AND shared <> '' AND identifier_id > ${last}::numeric
    ORDER BY identifier_id LIMIT ${sharedAtOnce}`.execute(db)
  return rows.map((each) => each.identifier_id)
}

async function partsAfter({ db, workspace }: Ledger, last: string): Promise<string[]> {
  const { rows } = await sql<{ component_id: string }>`
    SELECT DISTINCT component_id FROM identity_members WHERE workspace = ${workspace} AND component_id > ${last}::numeric
    ORDER BY component_id LIMIT ${partsAtOnce}`.execute(db)
  return rows.map((each) => each.component_id)
}
