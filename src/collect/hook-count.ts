import { sql } from 'kysely'
import type { Db } from '../storage/operational.ts'
import type { CollectTables } from './tables.ts'

interface Waiting {
  accepted: number
  refused: number
  refusal: string | null
}

const waiting = new WeakMap<
  Db<CollectTables>,
  { counts: Map<string, Waiting>; writing: Promise<void> | null }
>()

/** Counts a payload that was taken in. */
export const countAccepted = (db: Db<CollectTables>, hook_id: string) => count(db, hook_id, null)

/** Counts one that was refused, with the reason: never with what it held. */
export const countRefused = (db: Db<CollectTables>, hook_id: string, refusal: string) =>
  count(db, hook_id, refusal)

/** One write is under way, the next takes all that was counted meanwhile: a flood of refused calls costs no flood of writes. */
async function count(db: Db<CollectTables>, hook_id: string, refusal: string | null): Promise<void> {
  const of = waiting.get(db) ?? { counts: new Map<string, Waiting>(), writing: null }
  waiting.set(db, of)
  const own = of.counts.get(hook_id) ?? { accepted: 0, refused: 0, refusal: null }
  of.counts.set(hook_id, own)
  if (refusal === null) own.accepted++
  else {
    own.refused++
    own.refusal = refusal.slice(0, 300)
  }
  of.writing ??= writeAll(db, of.counts).finally(() => {
    of.writing = null
  })
  await of.writing
}

async function writeAll(db: Db<CollectTables>, counts: Map<string, Waiting>): Promise<void> {
  // Whoever counts in the same moment is written with it.
  await Promise.resolve()
  while (counts.size > 0) {
    const taken = [...counts]
    counts.clear()
    for (const [hook_id, { accepted, refused, refusal }] of taken)
      await sql`UPDATE hooks SET accepted = accepted + ${accepted}, refused = refused + ${refused},
        last_accepted_at = CASE WHEN ${accepted}::int > 0 THEN now() ELSE last_accepted_at END,
        last_refused_at = CASE WHEN ${refused}::int > 0 THEN now() ELSE last_refused_at END,
        last_refusal = coalesce(${refusal}, last_refusal) WHERE hook_id = ${hook_id}`.execute(db)
  }
}
